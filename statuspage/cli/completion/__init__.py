"""What shells offer on TAB: `completion` prints their scripts, `offers` knows names and ids."""
