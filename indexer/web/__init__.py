"""An index as web pages and as an HTTP API, which only read. From requests to calls of the corpus, from records to answers."""
