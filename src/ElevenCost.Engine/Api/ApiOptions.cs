using System.Globalization;

namespace ElevenCost.Engine.Api;

/// <summary>Bounds of the conversation with the API. Immutable.</summary>
public sealed record ApiOptions
{
    /// <summary>The environment variable that overrides <see cref="SilenceTimeout"/>: whole seconds.</summary>
    public const string SilenceVariable = "ELEVENCOST_SILENCE_SECONDS";

    /// <summary>The fewest seconds that <see cref="SilenceVariable"/> may hold.</summary>
    public const int ShortestSilence = 5;

    /// <summary>The most seconds that <see cref="SilenceVariable"/> may hold.</summary>
    public const int LongestSilence = 600;

    /// <summary>How many requests of one connection may be under way at once: 1 or more, 4 by default.</summary>
    public int MaxConcurrency { get; init; } = 4;

    /// <summary>How often a request is tried again after a passing failure: 0 or more, 4 by default; where nothing answers at all, or the host stays silent, 2 at most.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>The first delay between tries where the server names none; it doubles, with jitter. Half a second by default.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How long one call may take, tries and delays together, before it isn't tried again; a longer wait that the server asks for is an error at once. 5 minutes by default.</summary>
    public TimeSpan TotalTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the server may stay silent, before its answer begins or in the middle of it. 60 seconds by default.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The defaults, but for what the environment sets: <see cref="SilenceVariable"/>.</summary>
    /// <param name="environment">The value of an environment variable.</param>
    /// <exception cref="ElevenCostException"><c>SilenceNotValid</c>: the variable holds no whole number from 5 to 600.</exception>
    public static ApiOptions FromEnvironment(Func<string, string?> environment)
    {
        string? text = environment(SilenceVariable);
        if (string.IsNullOrWhiteSpace(text))
        {
            return new ApiOptions();
        }

        return int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int seconds)
            && seconds is >= ShortestSilence and <= LongestSilence
            ? new ApiOptions { SilenceTimeout = TimeSpan.FromSeconds(seconds) }
            : throw new ElevenCostException("SilenceNotValid", FailureCategory.Configuration,
                string.Create(CultureInfo.InvariantCulture,
                    $"The environment variable {SilenceVariable} holds '{ApiFailure.Clean(text, null)}', which is no whole number from {ShortestSilence} to {LongestSilence}."),
                string.Create(CultureInfo.InvariantCulture,
                    $"Set it to how many seconds ElevenLabs may be silent, {ShortestSilence} to {LongestSilence}, or remove it for {new ApiOptions().SilenceTimeout.TotalSeconds:0}."));
    }
}
