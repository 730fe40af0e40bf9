"""The Word annex of a joint order: numbered points made from the protocol."""
