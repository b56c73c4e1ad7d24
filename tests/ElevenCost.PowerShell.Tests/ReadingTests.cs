using System.Globalization;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests;

/// <summary>
/// Answers, files and names other than documented, over the socket and through the cmdlets: read, or named and kept apart. The command line's are in
/// RobustReadingTests.
/// </summary>
public sealed class ReadingTests : IAsyncLifetime
{
    private static readonly SimulatorOptions Workspace = new() { Days = 30, Keys = 6, RecordsPerKeyDay = 2, Voices = 6 };
    private static readonly DateOnly Last = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
    private static readonly DateOnly First = Last.AddDays(-3);
    private static readonly DateOnly Odd = Last.AddDays(-1);
    private readonly ModuleSession _session = new();
    private SimulatorServer _simulator = null!;

    public async Task InitializeAsync()
    {
        _simulator = await Api.StartAsync(Workspace);
        _session.Environment["ELEVENLABS_API_KEY"] = _simulator.ApiKey;
        _session.Do("$null = Connect-ElevenLabsCost acme -BaseUri $args[0]", _simulator.BaseUri);
    }

    public async Task DisposeAsync()
    {
        _session.Dispose();
        await _simulator.DisposeAsync();
    }

    [Theory]
    [InlineData("listed@/v1/workspace/groups", "")]
    [InlineData("wrapped:members@/v1/workspace/members", "")]
    [InlineData("server-error:9@/v1/workspace/groups", "usage is not broken down by group")]
    [InlineData("json:/=null@/v1/workspace/members", "users are shown by ID")]
    [InlineData("json:/=[]@/v1/user/subscription", "plan")]
    [InlineData("json:/character_limit=null@/v1/user/subscription", "it has no 'character_limit'")]
    [InlineData("json:/character_count=12.5@/v1/user/subscription", "")]
    [InlineData("json:/voice_limit={\"a\":1}@/v1/user/subscription", "'voice_limit'")]
    [InlineData("byte-order-mark", "")]
    [InlineData("numbers-as-text", "")]
    [InlineData("unknown-unit:total_cost=USD", "")]
    [InlineData("unknown-unit:total_cost=doubloons", "\"doubloons\" is not a currency")]
    [InlineData("cell:total_cost=\"n/a\"", "'total_cost', which came as \"n/a\"")]
    public void What_usage_does_not_need_stops_no_sync_and_what_is_lost_is_named(string fault, string words)
    {
        Api.Misbehave(_simulator, fault);
        Outcome outcome = _session.Do(Sync);
        dynamic result = Assert.Single(outcome.Output)!;
        Assert.True((bool)result.Succeeded);
        Assert.Equal(Credits(_ => true), (long)result.Credits);
        string said = string.Join('\n', outcome.Warnings);
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.True(words.Length > 0 || !said.Contains("that this version cannot read", StringComparison.Ordinal), said);
    }

    [Theory]
    [InlineData("12.25")]
    [InlineData("null")]
    [InlineData("\"many\"")]
    public void A_day_that_cannot_be_read_fails_alone_with_its_reason(string credits)
    {
        Api.Misbehave(_simulator, $"cell:total_usage={credits};{Odd:yyyy-MM-dd}");
        AssertAlone("'total_usage' of row 0");
    }

    [Theory]
    [InlineData("")]
    [InlineData(",absent")]
    public void A_day_that_the_statistics_do_not_answer_is_unknown_and_never_0(string how)
    {
        Api.Misbehave(_simulator, "analytics-absent", $"unknown-day:{Odd:yyyy-MM-dd}{how}");
        AssertAlone("returned no value for it");
    }

    [Fact]
    public void Usage_that_the_server_has_forgotten_is_kept_until_its_loss_is_accepted()
    {
        _session.Do(Sync + " -Lookback 0");
        string[] cost = _session.Lines(Cost);
        Api.Misbehave(_simulator, $"forget:{Odd:yyyy-MM-dd}");
        Outcome forced = _session.Run(Sync + " -Lookback 0");
        Assert.Equal(1, (int)((dynamic)Assert.Single(forced.Output)!).DaysSuspect);
        string said = string.Join('\n', [.. forced.Warnings, .. forced.Errors.Select(error => $"{error} {error.ErrorDetails?.RecommendedAction}")]);
        Assert.Contains($"{Odd:yyyy-MM-dd}", said, StringComparison.Ordinal);
        Assert.Contains("-AcceptLoss", said, StringComparison.Ordinal);
        Assert.Equal(cost, _session.Lines(Cost));

        _session.Do(Sync + " -AcceptLoss");
        Assert.NotEqual(cost, _session.Lines(Cost));
    }

    [Theory]
    [InlineData("total_usage=9200000000000000000")]
    [InlineData("total_cost=7e28")]
    [InlineData("total_minutes=1e40")]
    public void A_figure_beyond_any_account_is_rejected_before_anything_is_kept(string cell)
    {
        Api.Misbehave(_simulator, $"cell:{cell};{Odd:yyyy-MM-dd}");
        Outcome outcome = _session.Run(Sync);
        Assert.Contains($"'{cell.Split('=')[0]}' of row", Assert.Single(outcome.Errors).ToString(), StringComparison.Ordinal);
        Assert.Empty(_session.Run("Get-ElevenLabsCoverage acme -State Final -WarningAction SilentlyContinue").Output);
    }

    [Fact]
    public void No_usage_as_null_is_no_usage()
    {
        Api.Misbehave(_simulator, "rows-null");
        Assert.Equal(["True 0"], _session.Lines($"{Sync} | ForEach-Object {{ \"$($_.Succeeded) $($_.Credits)\" }}"));
    }

    [Theory]
    [InlineData("acme [prod]", "acme [prod]")]
    [InlineData("acme `[prod]", "acme [prod]")]
    [InlineData("acme ?", "acme p")]
    [InlineData("acme [p]", "acme p")]
    public void A_value_that_is_exactly_a_name_means_that_one_and_is_a_wildcard_otherwise(string value, string name)
    {
        _session.Do(Sync);
        string[] keys = _session.Lines($"{Cost} -GroupBy ApiKey -Granularity Total | ForEach-Object ApiKey | Where-Object {{ $_ -notlike '(*' }} | Group-Object | Where-Object Count -EQ 1 | ForEach-Object Name");
        _session.Rename(keys[0], "acme [prod]");
        _session.Rename(keys[1], "acme p");
        Assert.Equal([name], _session.Lines($"{Cost} -GroupBy ApiKey -Granularity Total -ApiKey $args[0] | ForEach-Object ApiKey", value));
    }

    [Theory]
    [InlineData("Voice")]
    [InlineData("User")]
    public void A_name_that_comes_beside_an_id_is_shown_completed_and_filtered_by(string dimension)
    {
        Api.Misbehave(_simulator, "name-columns");
        _session.Do(Sync);
        string rows = $"{Cost} -GroupBy {dimension} -Granularity Total";
        string name = _session.Lines($"{rows} | Sort-Object Credits -Descending | ForEach-Object {dimension} | Where-Object {{ $_ -ne 'None' }}")[0];
        Assert.DoesNotMatch("^[A-Za-z0-9]{20,}$", name);
        Assert.Contains(name, _session.Lines("(TabExpansion2 $args[0] $args[0].Length).CompletionMatches.ListItemText", $"Get-ElevenLabsCost acme -{dimension} "));
        Assert.Equal(
            _session.Lines($"{rows} | Where-Object {dimension} -EQ $args[0] | ForEach-Object Credits", name),
            _session.Lines($"{rows} -{dimension} $args[0] | ForEach-Object Credits", name));
    }

    [Theory]
    [InlineData("\"{0}\"")]
    [InlineData("'{0}'")]
    [InlineData("\uFEFF{0}")]
    [InlineData(" {0}\r\n")]
    public void A_key_in_the_environment_is_understood_as_people_copy_it(string text)
    {
        _session.Environment["ELEVENLABS_API_KEY"] = string.Format(CultureInfo.InvariantCulture, text, _simulator.ApiKey);
        Assert.Equal(["True"], _session.Lines(Sync + " | ForEach-Object Succeeded"));
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("fa-IR")]
    [InlineData("ar-SA")]
    public void Every_view_has_the_gregorian_calendar(string culture)
    {
        _session.Do(Sync);
        string shown = _session.Line(
            $$"""
            $before = [cultureinfo]::CurrentCulture
            try {
                [cultureinfo]::CurrentCulture = $args[0]
                $(
                    {{Cost}} -Granularity Day
                    Get-ElevenLabsUsage acme -Last 3d
                    Get-ElevenLabsCoverage acme
                    Get-ElevenLabsConnection
                    Get-ElevenLabsQuota acme
                    Get-ElevenLabsPrice -Connection acme
                    Get-ElevenLabsLedger
                    Get-ElevenLabsRequest acme -Last 1d
                ) 3> $null | ForEach-Object { $_ | Format-List | Out-String; $_ | Out-String } | Out-String
            }
            finally { [cultureinfo]::CurrentCulture = $before }
            """, culture);
        Assert.Contains($"{Last:yyyy-MM-dd}", shown, StringComparison.Ordinal);
        foreach (int year in new[] { Last.Year + 543, Last.Year - 621, Last.Year - 622, Last.Year - 579, Last.Year - 578 })
        {
            Assert.DoesNotMatch($@"\b{year}[-/]|[-/]{year}\b", shown);
        }

        Assert.DoesNotMatch("[\u0660-\u0669\u06F0-\u06F9]", shown);
    }

    private static string Sync { get; } = string.Create(CultureInfo.InvariantCulture, $"Sync-ElevenLabsUsage acme -StartDate {First:yyyy-MM-dd} -EndDate {Last:yyyy-MM-dd} -Force");

    private static string Cost { get; } = string.Create(
        CultureInfo.InvariantCulture, $"Get-ElevenLabsCost acme -StartDate {First:yyyy-MM-dd} -EndDate {Last:yyyy-MM-dd} -CostBasis Consumed -WarningAction SilentlyContinue");

    private long Credits(Func<DateOnly, bool> isCounted) => _simulator.Truth.DailyTotals(First, Last, "UTC").Where(day => isCounted(day.Date)).Sum(day => day.Credits);

    /// <summary>Fails unless the odd day alone fails, for a reason that is named, and all other days are complete.</summary>
    private void AssertAlone(string reason)
    {
        Outcome outcome = _session.Run(Sync);
        dynamic result = Assert.Single(outcome.Output)!;
        Assert.Equal("False 1", $"{result.Succeeded} {result.DaysFailed}");
        Assert.Equal(Credits(day => day != Odd), (long)result.Credits);
        string said = string.Join('\n', [.. outcome.Warnings, .. outcome.Errors.Select(error => error.ToString())]);
        Assert.Contains($"{Odd:yyyy-MM-dd}", said, StringComparison.Ordinal);
        Assert.Contains(reason, said, StringComparison.Ordinal);
        Assert.Equal([$"{Odd:yyyy-MM-dd}"], _session.Lines("Get-ElevenLabsCoverage acme -State Failed | ForEach-Object { '{0:yyyy-MM-dd}' -f $_.Date }"));
    }
}
