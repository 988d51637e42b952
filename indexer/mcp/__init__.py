"""An index as tools for language models, served by the Model Context Protocol (https://modelcontextprotocol.io) and its official SDK."""
