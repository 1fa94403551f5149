"""The labelled corpus, and the model of speech acts that is made from it."""
