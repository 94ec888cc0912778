"""The graph of relations: built from the store, measured, searched for paths, exported. networkx lives here only."""
