"""Every record of the knowledge base: one frozen class per table. Import them from `kb.model`."""
