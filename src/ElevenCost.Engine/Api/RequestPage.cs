namespace ElevenCost.Engine.Api;

/// <summary>A condition on a column of the request log. Immutable.</summary>
/// <param name="Column">The column as the API names it.</param>
/// <param name="Operation">The operation as the API names it: <c>in</c>, <c>not_in</c>, <c>ge</c>, <c>lt</c> and so on.</param>
/// <param name="Values">Texts, or whole numbers for a column of numbers.</param>
public sealed record RequestCondition(string Column, string Operation, IReadOnlyList<object> Values);

/// <summary>One page of the request log to ask for. Immutable.</summary>
/// <param name="From">The earliest instant; whether it is included is up to the API, which does not say.</param>
/// <param name="To">The latest instant; whether it is included is up to the API, which does not say.</param>
/// <param name="Limit">The most rows: 1 to 1,000.</param>
/// <param name="Conditions">What every row must fulfil.</param>
/// <param name="Search">A text that the API looks for in columns of its own choice; null for none.</param>
public sealed record RequestPageQuery(
    DateTimeOffset From, DateTimeOffset To, int Limit, IReadOnlyList<RequestCondition> Conditions, string? Search);

/// <summary>One page of the request log, the latest request first. Immutable.</summary>
/// <param name="Rows">The rows in the order of the answer.</param>
/// <param name="IdColumn">The column that identifies a request; null if the answer has none.</param>
public sealed record RequestPage(IReadOnlyList<RequestRow> Rows, string? IdColumn);

/// <summary>One row of the request log; what the answer has no column for is null. Immutable.</summary>
public sealed record RequestRow
{
    /// <summary>When the request was made, in UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>The request's ID.</summary>
    public string? Id { get; init; }

    /// <summary>The HTTP method.</summary>
    public string? Method { get; init; }

    /// <summary>The path, without a query string.</summary>
    public string? Path { get; init; }

    /// <summary>The HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>Whether it succeeded.</summary>
    public bool? Succeeded { get; init; }

    /// <summary>Milliseconds to the answer.</summary>
    public decimal? LatencyMs { get; init; }

    /// <summary>The product.</summary>
    public string? Product { get; init; }

    /// <summary>The model's ID.</summary>
    public string? Model { get; init; }

    /// <summary>The hash of the API key; empty for use without one, null if the answer has no such column.</summary>
    public string? ApiKeyId { get; init; }

    /// <summary>The name of the API key.</summary>
    public string? ApiKeyName { get; init; }

    /// <summary>The user's ID.</summary>
    public string? UserId { get; init; }

    /// <summary>The voice's ID.</summary>
    public string? Voice { get; init; }

    /// <summary>Where the request came from.</summary>
    public string? Source { get; init; }

    /// <summary>The region.</summary>
    public string? Region { get; init; }

    /// <summary>Credits.</summary>
    public long? Credits { get; init; }

    /// <summary>Minutes.</summary>
    public decimal? Minutes { get; init; }

    /// <summary>The value consumed.</summary>
    public decimal? Cost { get; init; }

    /// <summary>ISO 4217 code of <see cref="Cost"/>.</summary>
    public string? Currency { get; init; }
}
