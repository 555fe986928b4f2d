"""What forms of the desk share: fields, drafts, prepared texts, components to tap, hints."""
