using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Costing;

/// <summary>What is shown for the ID of a dimension: the latest known name, or the words for use without one.</summary>
internal static class DimensionLabel
{
    /// <summary>The label of an ID; null where the ID is null, which is unknown.</summary>
    public static string? Of(Dimension dimension, string? id, NameBook names) => id switch
    {
        null => null,
        "" => dimension switch
        {
            Dimension.ApiKey => "(no key)",
            Dimension.Voice => "(no voice)",
            Dimension.User => "(no user)",
            Dimension.Group => "(no group)",
            Dimension.Model => "(no model)",
            Dimension.Product => "(no product)",
            Dimension.Source => "(no source)",
            _ => "(no region)",
        },
        _ => dimension switch
        {
            Dimension.ApiKey => names.ApiKeys.GetValueOrDefault(id, id),
            Dimension.User => names.Users.GetValueOrDefault(id, id),
            _ => id,
        },
    };
}
