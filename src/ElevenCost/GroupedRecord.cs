namespace ElevenCost;

/// <summary>A record of one combination of the grouped dimensions. A dimension is null if the result is not grouped by it. Immutable.</summary>
public abstract record GroupedRecord
{
    /// <summary>The connection's name; null if rows of several connections are summed.</summary>
    public string? Connection { get; init; }

    /// <summary>The product as ElevenLabs labels it.</summary>
    public string? Product { get; init; }

    /// <summary>The model's ID.</summary>
    public string? Model { get; init; }

    /// <summary>The latest known name of the API key; <c>(no key)</c> for use without one.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The hash of the API key: two keys of one name differ in it. Null for use without a key.</summary>
    public string? ApiKeyId { get; init; }

    /// <summary>The voice's ID.</summary>
    public string? Voice { get; init; }

    /// <summary>The latest known name of the user, else the user's ID.</summary>
    public string? User { get; init; }

    /// <summary>The workspace groups of the user, as of the sync.</summary>
    public string? Group { get; init; }

    /// <summary>Where the request came from.</summary>
    public string? Source { get; init; }

    /// <summary>The region that served the request.</summary>
    public string? Region { get; init; }

    /// <summary>The cost center that the usage is attributed to.</summary>
    public string? CostCenter { get; init; }

    /// <summary>The label of a dimension; null if the record is not grouped by it, or it is unknown.</summary>
    internal string? LabelOf(Dimension dimension) => dimension switch
    {
        Dimension.Product => Product,
        Dimension.Model => Model,
        Dimension.ApiKey => ApiKey,
        Dimension.Voice => Voice,
        Dimension.User => User,
        Dimension.Group => Group,
        Dimension.Source => Source,
        Dimension.Region => Region,
        Dimension.CostCenter => CostCenter,
        _ => Connection,
    };

    /// <summary>The names that it has, joined by commas.</summary>
    public override string ToString() =>
        string.Join(", ", new[] { Connection, CostCenter, Product, Model, ApiKey, Voice, User, Group, Source, Region }.Where(name => !string.IsNullOrEmpty(name)));
}
