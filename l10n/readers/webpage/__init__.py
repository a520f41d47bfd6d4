"""Web pages: HTML into blocks of Markdown, the article found in a page, what became of every text."""
