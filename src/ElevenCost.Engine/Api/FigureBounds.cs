using System.Globalization;
using System.Text.Json;

namespace ElevenCost.Engine.Api;

/// <summary>
/// The largest figures that usage can have. They lie far above what any account uses and far below what the types hold, so that no sum of
/// kept days overflows: what is beyond them is a mistake of the sender, and nothing of that answer is kept.
/// </summary>
internal static class FigureBounds
{
    /// <summary>Credits of one row, of either sign.</summary>
    public const decimal Credits = 10_000_000_000_000m;

    /// <summary>Credits of one day: 3,660 days of as many fit in a <see cref="long"/>.</summary>
    public const decimal CreditsOfDay = 1_000_000_000_000_000m;

    /// <summary>Requests of one row or one day.</summary>
    public const decimal Requests = 1_000_000_000_000m;

    /// <summary>Minutes or money of one row, of either sign.</summary>
    public const decimal Amount = 10_000_000m;

    /// <summary>The latency of one request, in milliseconds: thirty years.</summary>
    public const decimal LatencyMs = 1_000_000_000_000m;

    /// <summary>Minutes or money of one day, of either sign.</summary>
    public const decimal AmountOfDay = 20_000_000m;

    /// <summary>Rejects a cell of an answer that is beyond a bound.</summary>
    /// <param name="uri">What was asked.</param>
    /// <param name="where">The row, such as <c>row 7</c>.</param>
    /// <param name="column">The column.</param>
    /// <param name="figure">The figure; null if it is none, or beyond what a decimal holds.</param>
    /// <param name="text">The figure as it came, for one that is not read; null if there is none.</param>
    /// <param name="bound">The largest figure that is accepted, of either sign.</param>
    /// <exception cref="ElevenLabsApiException"><c>FigureOutOfBounds</c>.</exception>
    public static void Check(Uri uri, string where, string column, decimal? figure, string? text, decimal bound)
    {
        if (figure is { } number ? Math.Abs(number) > bound : IsBeyondDecimal(text))
        {
            string shown = text ?? figure?.ToString(CultureInfo.InvariantCulture) ?? "";
            throw ApiErrors.FigureTooLarge(uri, where, column, shown, bound);
        }
    }

    /// <summary>Rejects the sum of a day that is beyond a bound. Its rows are within theirs, so adding one more can't have overflowed.</summary>
    /// <exception cref="ElevenLabsApiException"><c>FigureOutOfBounds</c>.</exception>
    public static void CheckDay(DateOnly day, string figure, decimal sum, decimal bound)
    {
        if (Math.Abs(sum) > bound)
        {
            throw ApiErrors.DayTooLarge(day, figure, sum, bound);
        }
    }

    /// <summary>Rejects a value of the deprecated statistics that is beyond the bound of its metric for a day.</summary>
    /// <exception cref="ElevenLabsApiException"><c>FigureOutOfBounds</c>.</exception>
    public static void CheckStatistic(Uri uri, string metric, string series, JsonElement value, decimal? figure) => Check(
        uri, $"the series '{series}'", metric, figure, figure is null && value.ValueKind == JsonValueKind.Number ? value.GetRawText() : null, metric switch
        {
            "credits" => CreditsOfDay,
            "request_count" => Requests,
            "minutes_used" => AmountOfDay,

            // Characters, milliseconds, and money that may come in cents.
            _ => CreditsOfDay,
        });

    // A number that no decimal holds, such as 1e40, is beyond every bound; a text that is no number is not.
    private static bool IsBeyondDecimal(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !double.IsNaN(number) && Math.Abs(number) > 1e28;
}
