using System.Globalization;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

public sealed class SqliteContentCheckTests() : ContentCheckTests(LedgerFixture.Sqlite());

public sealed class PostgresContentCheckTests() : ContentCheckTests(LedgerFixture.Postgres());

/// <summary>What was changed in the ledger outside ElevenCost is found by day, and a forced sync heals it.</summary>
public abstract class ContentCheckTests : IDisposable
{
    private static readonly DateRange Range = new(Day(30, 10), Day(4));

    private readonly LedgerFixture _fixture;

    private protected ContentCheckTests(LedgerFixture fixture) => _fixture = fixture;

    public void Dispose() => _fixture.Dispose();

    [SkippableTheory]
    [InlineData("UPDATE usage_row SET credits = credits + 1 WHERE day = {2} AND row_no = 0", "its rows, its credits, its sums by day", true)]
    [InlineData("UPDATE usage_row SET cost_nano = cost_nano + 1000000 WHERE day = {2} AND row_no = 1", "its rows, its sums by day", true)]
    [InlineData("UPDATE usage_row SET minutes_nano = NULL, minutes_e19 = NULL, minutes_e28 = NULL WHERE day = {2} AND row_no = 1", "its rows, its sums by day", true)]
    [InlineData("UPDATE usage_row SET model_no = 3 - model_no WHERE day = {2}", "its rows, its sums by day", true)]
    [InlineData("DELETE FROM usage_row WHERE day = {2} AND row_no = 1", "its rows, its credits, its sums by day", true)]
    [InlineData("UPDATE usage_row SET credits = 9223372036854775807 WHERE day = {2}", "its rows, its credits", true)]
    [InlineData("UPDATE day SET credits = credits + 1 WHERE day = {2}", "its credits", false)]
    [InlineData("UPDATE usage_day_by SET credits = credits + 1 WHERE day = {2} AND dimension = 8", "its sums by day", false)]
    [InlineData("UPDATE usage_month_by SET credits = credits + 1 WHERE month = {1} AND dimension = 1", null, true)]
    [InlineData("DELETE FROM usage_month WHERE month = {1}", null, true)]
    public async Task A_change_outside_is_found_by_its_day_and_gone_after_a_forced_sync(string sql, string? ofDay, bool isOfMonth)
    {
        DayReplacement read = Replace([.. Range.EachDay().SelectMany(Rows)]);
        await _fixture.Ledger.ReplaceDaysAsync(Name, read, None);
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace([Day(4)], [], DayState.Failed, read.Days[0].SyncedAt.AddMinutes(1)), None);
        string[] sums = await SumsAsync();
        Assert.Empty(await ChangesAsync());
        _fixture.Ledger.Database.Write(session => session.Execute(
            sql.Replace("{2}", Day(2).DayNumber.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{1}", Day(1).DayNumber.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)), None);
        string?[] month = isOfMonth ? ["the sums of its month"] : [];
        string[] expected = [.. from day in Enumerable.Range(1, 4)
                                let changes = (day == 2 ? month.Prepend(ofDay) : month).OfType<string>()
                                where changes.Any()
                                select $"{day:00}: {string.Join(", ", changes)}"];
        Assert.Equal(expected, await ChangesAsync());

        DayReplacement again = Replace([Day(2)], [.. Rows(Day(2))], syncedAt: read.Days[0].SyncedAt.AddMinutes(2)) with { Rewrites = true };
        await _fixture.Ledger.ReplaceDaysAsync(Name, again, None);
        Assert.Empty(await ChangesAsync());
        Assert.Equal(sums, await SumsAsync());
        await LedgerWholeness.CheckAsync(_fixture.Ledger, Name);
    }

    private static IEnumerable<Row> Rows(DateOnly day) =>
    [
        new(day, "TTS", "m1", "v1", 1000 + day.Day, 10, "1.5", "0.25"), new(day, "STT", "m2", null, 70, null, null, "0.000000000000000000000000001"),
    ];

    private async Task<string[]> ChangesAsync() => [.. (await _fixture.Ledger.CheckContentAsync(Name, Range, None))
        .Where(day => day.Changes.Count > 0).Select(day => string.Create(CultureInfo.InvariantCulture, $"{day.Date:dd}: {string.Join(", ", day.Changes)}"))];

    private async Task<string[]> SumsAsync()
    {
        var sums = new List<string>();
        await ((IUsageLedger)_fixture.Ledger).SumAsync(Name, Range, DimensionSet.All, _ => new SumQuestion([new DaySlot(Range.Start, Range.End, UsageTable.FullRecord, 0)], DimensionSet.At(1), []),
            (int _, ReadOnlySpan<int> values, in UsageSums of) => sums.Add(string.Create(CultureInfo.InvariantCulture, $"{values[1]} {of.Credits} {of.Requests} {of.Minutes} {of.Consumed}")), None);
        return [.. sums.Order(StringComparer.Ordinal)];
    }
}
