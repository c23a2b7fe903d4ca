"""Pure decisions: codes in transfer texts, VietQR, what becomes of money, ledger entries, signatures."""
