"""Where a key may be kept besides the environment, and which place comes first.

In reading order: ``order`` (which key is taken), ``of_session`` (``%pplx --login``), ``colab`` (its
secrets), ``keyrings`` (the computer's own), ``dotenv`` (a file beside the notebook), ``machines`` (whose
machine this is).
"""
