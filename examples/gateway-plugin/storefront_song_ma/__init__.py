"""Ví Sông Mã, an invented wallet of Thanh Hoá, as a gateway of Storefront."""
