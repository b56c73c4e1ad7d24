using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Ledger;

public sealed class MonthCacheTests
{
    private static readonly MonthStamp Stamp = new(1, new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc), "tail");

    [Fact]
    public void The_month_that_was_not_asked_for_longest_goes_first()
    {
        MonthFile[] files = [.. Enumerable.Range(1, 4).Select(File)];
        var cache = new MonthCache(files.Take(3).Sum(file => file.EstimatedBytes));
        for (int month = 0; month < 3; month++)
        {
            cache.Hold($"{month}", Stamp, files[month]);
        }

        Assert.Same(files[0], cache.Find("0", Stamp));
        cache.Hold("3", Stamp, files[3]);
        Assert.Equal([true, false, true, true], files.Select((_, month) => cache.Find($"{month}", Stamp) is not null));
    }

    [Fact]
    public void A_month_that_is_held_again_is_counted_once()
    {
        MonthFile[] files = [.. Enumerable.Range(1, 2).Select(File)];
        var cache = new MonthCache(files.Sum(file => file.EstimatedBytes));
        for (int time = 0; time < 5; time++)
        {
            cache.Hold("0", Stamp, files[0]);
        }

        cache.Hold("1", Stamp, files[1]);
        Assert.Equal((true, true), (cache.Find("0", Stamp) is not null, cache.Find("1", Stamp) is not null));
        cache.Remove("0");
        Assert.Equal((false, true), (cache.Find("0", Stamp) is not null, cache.Find("1", Stamp) is not null));
    }

    [Fact]
    public void Another_version_of_a_file_is_not_found_and_one_that_is_too_large_is_not_held()
    {
        MonthFile file = File(1);
        var cache = new MonthCache(file.EstimatedBytes);
        cache.Hold("0", Stamp, file);
        Assert.Null(cache.Find("0", Stamp with { Tail = "other" }));
        Assert.Null(cache.Find("1", Stamp));
        Assert.NotNull(cache.Find("0", Stamp));
        var small = new MonthCache(file.EstimatedBytes - 1);
        small.Hold("0", Stamp, file);
        Assert.Null(small.Find("0", Stamp));
    }

    [Fact]
    public void A_month_that_has_become_too_large_takes_the_place_of_nothing()
    {
        MonthFile file = File(1);
        var cache = new MonthCache(file.EstimatedBytes);
        cache.Hold("0", Stamp, file);
        cache.Hold("0", Stamp, file with { Usage = file.Usage with { Table = Table(["a much longer value than before"]) } });
        Assert.Null(cache.Find("0", Stamp));
        cache.Hold("1", Stamp, file);
        Assert.Same(file, cache.Find("1", Stamp));
    }

    private static MonthFile File(int month) => new("acme", "UTC", new UsageMonth(new DateOnly(2026, month, 1), [], Table(["a"]), []));

    private static UsageTable Table(string[] values) => new()
    {
        Count = 1,
        Day = [1],
        Breakdown = [UsageTable.FullRecord],
        Dimensions = [.. UsageTable.RecordDimensions.Select(_ => new DimensionColumn { Values = values, Index = [0] })],
        Credits = [1],
        Requests = [1],
        Minutes = [1m],
        ConsumedCost = [1m],
    };
}
