using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ElevenCost.Engine.Tests.Api;

/// <summary>Paging by time, held against logs that behave in every way that the API's description leaves open.</summary>
public sealed class RequestPagesTests
{
    private static readonly DateTime Start = new(2026, 11, 20, 8, 0, 0, DateTimeKind.Utc);

    /// <summary>How the log behaves where its description is silent.</summary>
    public sealed record Behaviour(bool IncludesBounds, int OwnLimit, long ShownUnit, int OrderSeed, bool HasIds, bool Excludes);

    [Fact]
    public void Whatever_the_log_does_every_row_comes_once()
    {
        Gen<(int[] Gaps, Behaviour Behaviour, int First)> logs =
            from length in Gen.Choose(0, 60)
            from gaps in Gen.ArrayOf(Gen.Elements(0, 0, 0, 0, 1, 7, 10_000, 10_001, 500_000, 10_000_000), length)
            from includes in Gen.Elements(true, false)
            from limit in Gen.Elements(3, 5, 8, 1000)
            from unit in Gen.Elements(1L, 10L, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerSecond)
            from seed in Gen.Choose(0, 1000)
            from first in Gen.Choose(1, 10)
            select (gaps, new Behaviour(includes, limit, unit, seed, true, true), first);
        Prop.ForAll(logs.ToArbitrary(), log =>
        {
            List<(DateTime At, string Id)> truth = Log(log.Gaps);
            List<RequestRow> read = ReadAsync(truth, log.Behaviour, log.First).GetAwaiter().GetResult();
            Assert.Equal(truth.Select(row => row.Id).Order(StringComparer.Ordinal), read.Select(row => row.Id!).Order(StringComparer.Ordinal));
            Assert.Equal(read.Select(row => row.At).OrderDescending(), read.Select(row => row.At));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Rows_without_an_id_that_are_alike_are_all_kept_and_none_twice()
    {
        List<(DateTime At, string Id)> truth = [.. Enumerable.Range(0, 30).Select(row => (Start.AddSeconds(row / 4), ""))];
        List<RequestRow> read = await ReadAsync(truth, new Behaviour(true, 9, TimeSpan.TicksPerMillisecond, 3, false, false), 5);
        Assert.Equal(30, read.Count);
    }

    [Fact]
    public async Task Five_hundred_requests_of_one_instant_lose_and_repeat_none()
    {
        List<(DateTime At, string Id)> truth = [.. Enumerable.Range(0, 3_000).Select(row => (row < 500 ? Start : Start.AddMilliseconds(row), $"r{row}"))];
        List<RequestRow> read = await ReadAsync(truth, new Behaviour(false, 1000, TimeSpan.TicksPerMillisecond, 1, true, false), 1000);
        Assert.Equal(3_000, read.Select(row => row.Id).Distinct().Count());
        Assert.Equal(3_000, read.Count);
    }

    [Fact]
    public async Task More_requests_of_one_instant_than_a_page_holds_are_told_apart_by_id()
    {
        List<(DateTime At, string Id)> truth = [.. Enumerable.Range(0, 4_500).Select(row => (row < 4_000 ? Start : Start.AddMilliseconds(row), $"r{row}"))];
        List<RequestRow> read = await ReadAsync(truth, new Behaviour(true, 1000, TimeSpan.TicksPerMillisecond, 1, true, true), 1000);
        Assert.Equal(truth.Select(row => row.Id).Order(StringComparer.Ordinal), read.Select(row => row.Id!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true, 1000)]
    [InlineData(false, 1000)]
    [InlineData(true, 700)]
    public async Task Where_they_cannot_be_told_apart_it_says_so_and_loses_none_in_silence(bool hasIds, int ownLimit)
    {
        // A page of other rows comes first, from which it shows that the log gives fewer rows than were asked for.
        List<(DateTime At, string Id)> truth = [.. Enumerable.Range(0, 3_000).Select(row => (row < 1_500 ? Start : Start.AddMilliseconds(row), $"r{row}"))];
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(
            () => ReadAsync(truth, new Behaviour(true, ownLimit, TimeSpan.TicksPerMillisecond, 1, hasIds, false), 1000));
        Assert.Equal("RequestsNotSeparable", failure.ErrorId);
        Assert.Contains("2026-11-20T08:00:00.000Z", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Remedy);
    }

    [Fact]
    public async Task A_log_that_is_not_in_order_is_refused()
    {
        using var api = new StubApi { Requests = _ => new RequestPage([Row(Start, "a"), Row(Start.AddSeconds(1), "b")], "request_id") };
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => AllAsync(api, 1000));
        Assert.Equal("RequestsNotOrdered", failure.ErrorId);
    }

    [Fact]
    public async Task No_page_is_asked_for_from_before_2020()
    {
        var first = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var asked = new List<DateTimeOffset>();
        using var api = new StubApi
        {
            Requests = query =>
            {
                asked.Add(query.From);
                return new RequestPage([], null);
            },
        };
        await foreach (RequestRow row in new RequestPages(api).ReadAsync(new InstantRange(first, first.AddDays(1)), [], null, 1000, default))
        {
            Assert.Fail($"There is no row, but {row}.");
        }

        Assert.NotEmpty(asked);
        Assert.All(asked, from => Assert.True(from >= first));
    }

    [Fact]
    public async Task The_first_row_comes_before_the_second_page_is_asked_for()
    {
        int pages = 0;
        List<(DateTime At, string Id)> truth = [.. Enumerable.Range(0, 5_000).Select(row => (Start.AddMilliseconds(row), $"r{row}"))];
        using StubApi api = Stub(truth, new Behaviour(true, 1000, TimeSpan.TicksPerMillisecond, 1, true, true), () => pages++);
        await foreach (RequestRow row in new RequestPages(api).ReadAsync(Range, [], null, 1000, default))
        {
            Assert.Equal("r4999", row.Id);
            break;
        }

        Assert.Equal(1, pages);
    }

    private static InstantRange Range => new(Start, Start.AddHours(1));

    private static List<(DateTime At, string Id)> Log(int[] gaps)
    {
        DateTime at = Start;
        return [.. gaps.Select((gap, row) => (at = at.AddTicks(gap), $"r{row}"))];
    }

    private static int Shuffled(string id, int page) => id.Length == 0 ? 0 : (int.Parse(id[1..]) + 1) * (page | 1) * 7_919 % 10_007;

    private static RequestRow Row(DateTime at, string id) => new() { At = at, Id = id.Length > 0 ? id : null };

    private static async Task<List<RequestRow>> ReadAsync(List<(DateTime At, string Id)> truth, Behaviour behaviour, int first)
    {
        using StubApi api = Stub(truth, behaviour, () => { });
        return await AllAsync(api, first);
    }

    private static async Task<List<RequestRow>> AllAsync(StubApi api, int first)
    {
        var rows = new List<RequestRow>();
        await foreach (RequestRow row in new RequestPages(api).ReadAsync(Range, [], null, first, default))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Compares by the exact time, shows it cut to a unit, and gives rows of one time in another order on each page.</summary>
    private static StubApi Stub(List<(DateTime At, string Id)> truth, Behaviour behaviour, Action asked)
    {
        int page = behaviour.OrderSeed;
        return new StubApi
        {
            Requests = query =>
            {
                asked();
                page++;
                HashSet<string> excluded = [];
                if (query.Conditions.Count > 0)
                {
                    if (!behaviour.Excludes)
                    {
                        throw ApiErrors.FromResponse(new Uri("https://api.example/"), System.Net.HttpStatusCode.UnprocessableEntity, "application/json", "{}", null, null);
                    }

                    excluded = [.. query.Conditions.Single().Values.Cast<string>()];
                }

                return new RequestPage(
                [
                    .. truth.Where(row => behaviour.IncludesBounds ? row.At >= query.From && row.At <= query.To : row.At > query.From && row.At < query.To)
                        .Where(row => !excluded.Contains(row.Id))
                        .OrderByDescending(row => row.At).ThenBy(row => Shuffled(row.Id, page))
                        .Take(Math.Min(query.Limit, behaviour.OwnLimit))
                        .Select(row => Row(row.At.AddTicks(-(row.At.Ticks % behaviour.ShownUnit)), behaviour.HasIds ? row.Id : "")),
                ], behaviour.HasIds ? "request_id" : null);
            },
        };
    }
}
