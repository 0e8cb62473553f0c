"""What every floor stands on: database, tenancy, money, clock, files. It knows no shop noun but the id."""
