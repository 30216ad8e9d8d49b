"""What this parser reads besides CommonMark, one rule a file; each adds its tokens to a parser it is given.

``emphasis_rule`` (emphasis beside Chinese, Japanese and Korean)."""
