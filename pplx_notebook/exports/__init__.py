"""Sources in formats others read, one file a format; ``formats`` lists them."""
