namespace ElevenLabs.Simulator;

/// <summary>One steady source of usage: a key (or the website) using one product in one way.</summary>
internal sealed class UsageStream
{
    /// <summary>The seed of this stream's own randomness.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Values by <see cref="Dimension"/>.</summary>
    public required string?[] Values { get; init; }

    public required Product Product { get; init; }

    public required ApiKeyEntry? Key { get; init; }

    /// <summary>Days since 1970 on which the stream lives, inclusive.</summary>
    public required int FirstDay { get; init; }

    public required int LastDay { get; init; }

    /// <summary>Chance of usage on an average day.</summary>
    public required double Activity { get; init; }

    /// <summary>Average credits of one event.</summary>
    public required double Scale { get; init; }

    /// <summary>Cost of a credit in units of 1e-9 of the currency (of a request, for products without credits).</summary>
    public required long NanoPerCredit { get; init; }
}
