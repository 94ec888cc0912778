"""Readers of official publications: EUR-Lex HTML, Formex XML and the Federal Register."""
