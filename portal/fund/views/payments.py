"""Requests for payment, and the bank (支付)."""
