"""Questions of a study asked in other processes: ``workers`` hands them over, ``worker`` asks one there,
``dask`` makes an executor of a cluster.
"""
