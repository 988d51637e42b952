"""An index as tools for language models, by the Model Context Protocol (https://modelcontextprotocol.io), with its official SDK."""
