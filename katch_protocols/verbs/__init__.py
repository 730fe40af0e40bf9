"""What a protocol can be asked in one word; each word is one file.

A verb reads the protocol's chart and hands it to the room that knows the answer. The
handbook is the one that the protocol was read from, unless another is given.
"""
