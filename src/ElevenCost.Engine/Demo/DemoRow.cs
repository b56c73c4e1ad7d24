namespace ElevenCost.Engine.Demo;

/// <summary>One day's usage of one combination of dimensions in the demo workspace. Immutable.</summary>
internal sealed record DemoRow
{
    /// <summary>The day, in whatever zone is asked for.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The instant at which the row's hour begins, in UTC; null for a whole day.</summary>
    public DateTime? Start { get; init; }

    /// <summary>The product as ElevenLabs labels it.</summary>
    public required string Product { get; init; }

    /// <summary>The model's ID.</summary>
    public required string Model { get; init; }

    /// <summary>The hash of the API key; empty for the website.</summary>
    public required string ApiKeyId { get; init; }

    /// <summary>The voice's ID; empty if none speaks.</summary>
    public required string Voice { get; init; }

    /// <summary>The user's ID.</summary>
    public required string User { get; init; }

    /// <summary>Where the requests came from.</summary>
    public required string Source { get; init; }

    /// <summary>The region that served them.</summary>
    public required string Region { get; init; }

    /// <summary>Credits; 0 for what is only charged in money.</summary>
    public required long Credits { get; init; }

    /// <summary>Requests, at least 1.</summary>
    public required long Requests { get; init; }

    /// <summary>Minutes of audio, with two digits.</summary>
    public required decimal Minutes { get; init; }

    /// <summary>Value consumed in US dollars, with six digits at most.</summary>
    public required decimal Cost { get; init; }

    /// <summary>Characters spoken; 0 for all but text to speech.</summary>
    public required long Characters { get; init; }
}
