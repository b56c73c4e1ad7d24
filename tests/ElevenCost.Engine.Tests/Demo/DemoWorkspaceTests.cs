using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ElevenCost.Engine.Demo;

namespace ElevenCost.Engine.Tests.Demo;

public sealed class DemoWorkspaceTests
{
    private const int Seed = 11;

    private static readonly DateRange ThreeYears = new(new DateOnly(2025, 1, 1), new DateOnly(2027, 12, 31));

    [Fact]
    public void A_seed_and_a_day_give_the_same_rows_for_ever()
    {
        // Pinned: who keeps demo figures in documents and screenshots relies on them. Never adapt these to a change; undo the change.
        Assert.Equal("2CEDFD0EB46C9F3A432EF19D38E2D29B", Checksum(Seed, new DateRange(new DateOnly(2026, 10, 1), new DateOnly(2026, 11, 30))));
        Assert.Equal("E5F9F9593ED9F9BE5D8593277C4ADB7C", Checksum(12, new DateRange(new DateOnly(2025, 1, 1), new DateOnly(2025, 1, 31))));
    }

    [Fact]
    public void Rows_do_not_depend_on_what_was_asked_before()
    {
        var used = new DemoWorkspace(Seed);
        DateOnly day = new(2026, 11, 3);
        _ = used.RowsOn(day.AddDays(40)).ToList();
        _ = used.RowsOn(day, 12).ToList();

        Assert.Equal(new DemoWorkspace(Seed).RowsOn(day), used.RowsOn(day));
        Assert.NotEqual(new DemoWorkspace(Seed + 1).RowsOn(day), used.RowsOn(day));
    }

    [Fact]
    public void Nothing_was_used_before_2025()
    {
        var workspace = new DemoWorkspace(Seed);

        Assert.Empty(workspace.RowsOn(new DateOnly(2024, 12, 31)));
        Assert.Empty(workspace.RowsOn(DateOnly.MinValue));
        Assert.NotEmpty(workspace.RowsOn(new DateOnly(2025, 1, 1)));
    }

    [Fact]
    public void A_month_takes_about_as_much_as_a_creator_plan_gives()
    {
        var workspace = new DemoWorkspace(Seed);

        foreach (DateRange month in new DateRange(new DateOnly(2026, 6, 1), new DateOnly(2027, 12, 31)).ByMonth())
        {
            Assert.InRange(Credits(workspace, month), 80_000, 105_000);
        }

        Assert.InRange(Credits(workspace, new DateRange(new DateOnly(2026, 6, 1), new DateOnly(2027, 5, 31))) / 12, 80_000, 100_000);
    }

    [Fact]
    public void The_agency_grows()
    {
        var workspace = new DemoWorkspace(Seed);

        long[] years = [.. new[] { 2025, 2026, 2027 }.Select(year => Credits(workspace, new DateRange(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31))))];

        Assert.True(years[0] * 110 / 100 < years[1] && years[1] < years[2], string.Join(' ', years));
    }

    [Fact]
    public void Weekends_are_quiet()
    {
        var workspace = new DemoWorkspace(Seed);

        var byDay = ThreeYears.EachDay().GroupBy(day => day.DayOfWeek)
            .ToDictionary(days => days.Key, days => days.Average(day => workspace.RowsOn(day).Sum(row => row.Credits)));

        Assert.True(byDay[DayOfWeek.Sunday] < byDay[DayOfWeek.Tuesday] * 0.7);
        Assert.True(byDay[DayOfWeek.Saturday] < byDay[DayOfWeek.Wednesday] * 0.7);
    }

    [Fact]
    public void Each_cycle_has_one_day_that_stands_out()
    {
        var workspace = new DemoWorkspace(Seed);

        foreach (IGrouping<DemoCycle, DateOnly> cycle in ThreeYears.EachDay().GroupBy(DemoCycle.Of).SkipLast(1))
        {
            (DateOnly Day, long Credits)[] highest =
                [.. cycle.Select(day => (day, workspace.RowsOn(day).Sum(row => row.Credits))).OrderByDescending(pair => pair.Item2).Take(2)];

            Assert.Equal(workspace.SpikeOf(cycle.Key), highest[0].Day);
            Assert.Contains(highest[0].Day, cycle);
            Assert.True(highest[0].Credits > highest[1].Credits * 1.3, $"{highest[0]} {highest[1]}");
        }
    }

    [Fact]
    public void No_two_rows_of_a_day_share_their_dimensions() => Assert.All(ThreeYears.EachDay(), day =>
    {
        DemoRow[] rows = [.. new DemoWorkspace(Seed).RowsOn(day)];
        Assert.Equal(rows.Length, rows.Select(row => (row.Product, row.Model, row.ApiKeyId, row.Voice, row.User, row.Source, row.Region)).Distinct().Count());
    });

    [Fact]
    public void Costs_are_exact_to_six_digits_and_believable()
    {
        foreach (DemoRow row in AllRows())
        {
            Assert.True(row.Cost * 1_000_000 % 1 == 0 && row.Minutes * 100 % 1 == 0 && row is { Credits: >= 0, Requests: > 0, Minutes: >= 0, Cost: >= 0 }, row.ToString());
            if (row.Credits > 0)
            {
                Assert.InRange(row.Cost / row.Credits, 0.0003m, 0.0004m);
            }
        }
    }

    [Fact]
    public void Language_models_cost_money_and_take_no_credits()
    {
        DemoRow[] rows = [.. AllRows().Where(row => row.Product == "Conversational AI - LLM")];

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(row is { Credits: 0, Cost: > 0 }, row.ToString()));
    }

    [Fact]
    public void Products_carry_the_labels_that_were_seen() => Assert.Equal(
        ["Conversational AI", "Conversational AI - LLM", "Music", "STT", "Sound Effects", "TTS", "Voice Changer"],
        AllRows().Select(row => row.Product).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Only_speech_has_a_voice_and_only_text_to_speech_has_characters() => Assert.All(AllRows(), row =>
    {
        Assert.Equal(row.Product is "TTS" or "Conversational AI" or "Voice Changer", row.Voice.Length > 0);
        Assert.Equal(row.Product == "TTS", row.Characters > 0);
    });

    [Fact]
    public void The_cast_is_an_agency()
    {
        var workspace = new DemoWorkspace(Seed);
        DemoRow[] rows = [.. AllRows()];

        Assert.Equal(5, workspace.Cast.Users.Count);
        Assert.Equal(3, workspace.Cast.Groups.Count);
        Assert.Equal(workspace.Cast.Users.Select(user => user.Id).Order(), rows.Select(row => row.User).Distinct().Order());
        Assert.Equal(workspace.Cast.Voices.Append("").Order(), rows.Select(row => row.Voice).Distinct().Order());
        Assert.Equal(6, workspace.Cast.Voices.Count);
        Assert.All(rows.Select(row => row.ApiKeyId).Distinct(), hash => Assert.True(hash.Length == 0 || hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower)));
        Assert.Contains(rows, row => row is { ApiKeyId: "", Source: "website" });
        Assert.DoesNotContain(rows, row => row.ApiKeyId.Length == 0 != (row.Source == "website"));
        Assert.Contains(workspace.Cast.KeysWithin(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)).GroupBy(key => key.Name), keys => keys.Count() == 2);
    }

    [Fact]
    public void Within_ninety_days_a_key_was_retired_and_one_started()
    {
        var workspace = new DemoWorkspace(Seed);

        foreach (DateOnly today in new DateRange(new DateOnly(2025, 7, 1), new DateOnly(2027, 12, 31)).EachDay())
        {
            DateOnly from = today.AddDays(-89);
            DemoKey[] keys = [.. workspace.Cast.KeysWithin(from, today)];
            Assert.Contains(keys, key => key.Until > from && key.Until <= today.AddDays(1));
            Assert.Contains(keys, key => key.From >= from && key.From <= today);
            Assert.InRange(keys.Length, 8, 10);
        }
    }

    [Fact]
    public void Any_ninety_days_show_a_spike()
    {
        var workspace = new DemoWorkspace(Seed);
        DateOnly[] spikes = [.. Enumerable.Range(1, 40).Select(number => workspace.SpikeOf(new DemoCycle(number)))];

        Assert.All(spikes.Zip(spikes.Skip(1)), pair => Assert.InRange(pair.Second.DayNumber - pair.First.DayNumber, 60, 90));
        Assert.All(spikes, day => Assert.False(day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday));
    }

    [Fact]
    public void A_day_only_grows_by_the_hour_and_ends_whole()
    {
        var workspace = new DemoWorkspace(Seed);
        DateOnly day = new(2026, 11, 3);

        Assert.Empty(workspace.RowsOn(day, 0));
        Assert.Equal(workspace.RowsOn(day), workspace.RowsOn(day, 24));
        for (int hour = 0; hour < 24; hour++)
        {
            var later = workspace.RowsOn(day, hour + 1).ToDictionary(Key);
            Assert.All(workspace.RowsOn(day, hour), row =>
            {
                DemoRow grown = later[Key(row)];
                Assert.True(grown.Credits >= row.Credits && grown.Requests >= row.Requests && grown.Minutes >= row.Minutes && grown.Cost >= row.Cost
                    && grown.Characters >= row.Characters);
            });
        }
    }

    private static (string Product, string Model, string ApiKeyId, string Voice) Key(DemoRow row) => (row.Product, row.Model, row.ApiKeyId, row.Voice);

    private static IEnumerable<DemoRow> AllRows()
    {
        var workspace = new DemoWorkspace(Seed);
        return ThreeYears.EachDay().SelectMany(day => workspace.RowsOn(day));
    }

    private static long Credits(DemoWorkspace workspace, DateRange range) =>
        range.EachDay().Sum(day => workspace.RowsOn(day).Sum(row => row.Credits));

    private static string Checksum(int seed, DateRange range)
    {
        var workspace = new DemoWorkspace(seed);
        var text = new StringBuilder();
        foreach (DemoRow row in range.EachDay().SelectMany(day => workspace.RowsOn(day)))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{row.Day:yyyy-MM-dd}|{row.Product}|{row.Model}|{row.ApiKeyId}|{row.Voice}|{row.User}|{row.Source}|{row.Region}|{row.Credits}|{row.Requests}|{row.Minutes:0.00}|{row.Cost:0.000000}|{row.Characters}\n");
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }
}
