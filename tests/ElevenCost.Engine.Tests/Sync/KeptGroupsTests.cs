using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Sync;

/// <summary>A day that is read again keeps the groups that its users had when it was first read.</summary>
public sealed class KeptGroupsTests
{
    private static readonly DateOnly Monday = new(2026, 11, 2);

    [Fact]
    public async Task A_user_who_moves_is_in_the_old_group_before_and_in_the_new_one_after()
    {
        var ledger = new MemoryLedger();
        ledger.Keep("acme", [Entry(Monday)], Table((Monday, "u1", "Support")));
        KeptGroups kept = await KeptGroups.ReadAsync(ledger, "acme", new DateRange(Monday, Monday.AddDays(1)), default);
        var directory = new WorkspaceDirectory(NameBook.Empty, new Dictionary<string, string> { ["u1"] = "Research", ["u2"] = "Research" }, []);

        UsageTable table = directory.WithGroups(Table((Monday, "u1", null), (Monday, "u2", null), (Monday.AddDays(1), "u1", null), (Monday, null, null)), kept);
        Assert.Equal(["Support", "Research", "Research", null], Enumerable.Range(0, table.Count).Select(row => UsageChecks.Value(table, Dimension.Group, row)));
    }

    private static UsageTable Table(params (DateOnly Day, string? User, string? Group)[] rows)
    {
        var builder = new UsageTableBuilder();
        foreach ((DateOnly day, string? user, string? group) in rows)
        {
            string?[] values = ["TTS", "m", "k", "", user, group, "api", "eu"];
            builder.Add(day.DayNumber, UsageTable.FullRecord, [.. values.Select((value, dimension) => builder.Intern(dimension, value))], 1, 1, 0m, 1m);
        }

        return builder.Build();
    }

    private static DayEntry Entry(DateOnly day) => new()
    {
        Date = day,
        State = DayState.Final,
        SyncedAt = default,
        Source = UsageSource.Analytics,
        Dimensions = [.. UsageTable.RecordDimensions],
        Rows = 1,
        Credits = 1,
    };
}
