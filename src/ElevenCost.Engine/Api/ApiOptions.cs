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

    /// <summary>The environment variable that overrides <see cref="AnswerTimeout"/>: whole seconds.</summary>
    public const string AnswerVariable = "ELEVENCOST_ANSWER_SECONDS";

    /// <summary>The fewest seconds that <see cref="AnswerVariable"/> may hold.</summary>
    public const int ShortestAnswer = 10;

    /// <summary>The most seconds that <see cref="AnswerVariable"/> may hold.</summary>
    public const int LongestAnswer = 86_400;

    /// <summary>The environment variable that overrides <see cref="MaxWireBytes"/>, in whole MiB, and every other bound of an answer in proportion.</summary>
    public const string SizeVariable = "ELEVENCOST_ANSWER_MB";

    /// <summary>The fewest MiB that <see cref="SizeVariable"/> may hold.</summary>
    public const int SmallestAnswer = 16;

    /// <summary>The most MiB that <see cref="SizeVariable"/> may hold.</summary>
    public const int LargestAnswer = 1024;

    /// <summary>What counts without <see cref="SizeVariable"/>, in MiB.</summary>
    internal const int UsualAnswer = 128;

    private static readonly SecondsVariable Silence =
        new(ApiErrors.SilenceNotValid, SilenceVariable, ShortestSilence, LongestSilence, "the seconds without data until a request times out");

    private static readonly SecondsVariable Answer =
        new(ApiErrors.AnswerTimeNotValid, AnswerVariable, ShortestAnswer, LongestAnswer, "the seconds until one answer times out");

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

    /// <summary>The fewest bytes on the wire that an answer brings within <see cref="SilenceTimeout"/>; fewer count as silence. 4 KiB by default.</summary>
    public int LeastBytesInSilence { get; init; } = 4096;

    /// <summary>How long connecting may take: name, TCP, proxy and TLS. 15 seconds by default, and never longer than <see cref="SilenceTimeout"/>.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one answer may take from its request to its last byte, however steadily it comes. 10 minutes by default.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The most bytes of a body as it is sent, compressed or not. 128 MiB by default: eight days of 2,000 keys are some 25 MB uncompressed.</summary>
    public long MaxWireBytes { get; init; } = UsualAnswer * 1024L * 1024;

    /// <summary>The most bytes of a body once it is unpacked. 256 MiB by default.</summary>
    public long MaxBodyBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>The most bytes, unpacked, of an answer that is held whole: every one but the analytics'. 32 MiB by default.</summary>
    public long MaxObjectBytes { get; init; } = 32L * 1024 * 1024;

    /// <summary>After how many bytes of answers that failed a request isn't retried. 16 MiB by default.</summary>
    public long MaxRetriedBytes { get; init; } = 16L * 1024 * 1024;

    /// <summary>The most rows of an answer. A million by default: eight days of 2,000 keys are some 90,000.</summary>
    public int MaxRows { get; init; } = 1_000_000;

    /// <summary>The most columns of an answer. 256 by default.</summary>
    public int MaxColumns { get; init; } = 256;

    /// <summary>The most bytes of one text in an answer. 64 KiB by default.</summary>
    public int MaxTextBytes { get; init; } = 64 * 1024;

    /// <summary>The most bytes of all different texts in an answer together. 64 MiB by default.</summary>
    public long MaxTextTotal { get; init; } = 64L * 1024 * 1024;

    /// <summary>The defaults, but for what the environment sets: <see cref="SilenceVariable"/>, <see cref="AnswerVariable"/>, <see cref="SizeVariable"/>.</summary>
    /// <param name="environment">The value of an environment variable.</param>
    /// <exception cref="ElevenCostException">
    /// <c>SilenceNotValid</c>: the variable holds no whole number from 5 to 600; <c>AnswerTimeNotValid</c>: none from 10 to 86,400;
    /// <c>AnswerSizeNotValid</c>: none from 16 to 1,024.
    /// </exception>
    public static ApiOptions FromEnvironment(Func<string, string?> environment)
    {
        var defaults = new ApiOptions();
        ApiOptions timed = defaults with { SilenceTimeout = Silence.Read(environment, defaults.SilenceTimeout), AnswerTimeout = Answer.Read(environment, defaults.AnswerTimeout) };
        return timed.WithSize(environment(SizeVariable));
    }

    private ApiOptions WithSize(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return this;
        }

        int size = SecondsVariable.WholeNumber(text, SmallestAnswer, LargestAnswer) ?? throw ApiErrors.SizeNotValid(text);
        return this with
        {
            MaxWireBytes = Scale(MaxWireBytes), MaxBodyBytes = Scale(MaxBodyBytes), MaxObjectBytes = Scale(MaxObjectBytes), MaxRows = (int)Scale(MaxRows),
            MaxColumns = (int)Scale(MaxColumns), MaxTextBytes = (int)Scale(MaxTextBytes), MaxTextTotal = Scale(MaxTextTotal),
        };

        long Scale(long bound) => bound * size / UsualAnswer;
    }
}
