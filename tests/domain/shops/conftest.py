from tests.shop_in_force import shop

__all__ = ["shop"]
