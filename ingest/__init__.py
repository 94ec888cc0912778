"""The outside world becomes documents: feeds, pages, official texts and files, with the raw bytes kept.

Call `ingest.run.ingest_sources`, `ingest_urls` or `ingest_files`; everything else here serves them.
"""
