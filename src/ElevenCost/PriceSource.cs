namespace ElevenCost;

/// <summary>Where a price comes from.</summary>
public enum PriceSource
{
    /// <summary>The catalogue of public list prices that ships with the product.</summary>
    Catalog,

    /// <summary>The user's own prices in the ledger, which win over the catalogue.</summary>
    Override,
}
