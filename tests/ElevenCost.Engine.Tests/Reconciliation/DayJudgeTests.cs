using ElevenCost.Engine.Reconciliation;

namespace ElevenCost.Engine.Tests.Reconciliation;

/// <summary>Which days' data may still change: those that a sync would not call final yet.</summary>
public sealed class DayJudgeTests
{
    private static readonly DateOnly Today = new(2026, 11, 20);

    [Theory]
    [InlineData("2026-11-20", true)]
    [InlineData("2026-11-18", true)]
    // It ended on the 18th at midnight: three whole days have not passed until the 21st begins.
    [InlineData("2026-11-17", true)]
    [InlineData("2026-11-16", false)]
    [InlineData("2026-10-20", false)]
    public void A_day_is_recent_until_three_whole_days_have_passed_since_its_end(string day, bool isRecent) =>
        Assert.Equal(isRecent, new DayJudge(Today, null).IsRecent(Day(day)));

    [Theory]
    [InlineData("2026-11-20", DifferenceCause.LateData, "The day is not over")]
    [InlineData("2026-11-19", DifferenceCause.LateData, "The day ended less than 3 days ago")]
    [InlineData("2026-11-17", DifferenceCause.LateData, "The day ended less than 3 days ago")]
    [InlineData("2026-11-16", DifferenceCause.Unexplained, "They differ.")]
    public void Late_data_explains_recent_days_alone(string day, DifferenceCause cause, string words)
    {
        Finding rest = new DayJudge(Today, null).Rest(Day(day), "They differ.");
        Assert.Equal(cause, rest.Cause);
        Assert.StartsWith(words, rest.Explanation, StringComparison.Ordinal);
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
