using System.Globalization;
using System.Text.Json;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Plans;
using ElevenCost.Engine.Report;
using ElevenCost.Engine.Tests.Costing;
using ElevenCost.Engine.Tests.Report;
using ElevenCost.Engine.Tests.Support;
using Microsoft.Playwright;

namespace ElevenCost.Report.Tests;

/// <summary>The page of a report from disk, in a Chromium that has no network.</summary>
public sealed class ReportInBrowserTests(ReportBrowser chromium) : IClassFixture<ReportBrowser>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("elevencost-report-").FullName;
    private readonly List<string> _messages = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task It_opens_without_a_message_and_shows_the_total_to_the_digit()
    {
        UsageSample usage = ReportSample.Usage();
        await using IBrowserContext context = await ContextAsync();
        IPage page = await OpenAsync(context, await ReportSample.ReadAsync(usage));
        CostTotal total = Assert.Single((await usage.QueryAsync(new CostQuery { Range = ReportSample.Range, Granularity = Granularity.Total, Basis = CostBasis.Consumed })).Totals);
        Assert.Equal(total.Cost, decimal.Parse((await page.Locator("#view-total data").GetAttributeAsync("value"))!, CultureInfo.InvariantCulture));
        Assert.Contains("Incomplete.", await page.Locator(".banner").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal([], _messages);
    }

    [SkippableTheory]
    [InlineData("Model", Dimension.Model)]
    [InlineData("API key", Dimension.ApiKey)]
    [InlineData("Product", Dimension.Product)]
    public async Task The_csv_of_a_view_is_the_cost_to_the_digit(string label, Dimension dimension)
    {
        UsageSample usage = ReportSample.Usage();
        await using IBrowserContext context = await ContextAsync();
        IPage page = await OpenAsync(context, await ReportSample.ReadAsync(usage));
        await page.GetByLabel("Group by").SelectOptionAsync(new SelectOptionValue { Label = label });
        Assert.Equal(await CostAsync(ReportSample.Range), await CsvAsync(page));

        // A part of the range: sums of days in the page.
        var part = new DateRange(ReportSample.Range.Start.AddDays(10), ReportSample.Range.Start.AddDays(33));
        await page.GetByLabel("From").FillAsync(part.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await page.GetByLabel("To", new PageGetByLabelOptions { Exact = true }).FillAsync(part.End.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal(await CostAsync(part), await CsvAsync(page));
        Assert.Equal([], _messages);

        async Task<Dictionary<string, (decimal Cost, long Credits)>> CostAsync(DateRange range)
        {
            CostResult result = await usage.QueryAsync(new CostQuery { Range = range, GroupBy = [dimension], Granularity = Granularity.Total, Basis = CostBasis.Consumed });
            return result.Rows.ToDictionary(row => (dimension switch { Dimension.Model => row.Model, Dimension.ApiKey => row.ApiKey, _ => row.Product })!, row => (row.Cost!.Value, row.Credits));
        }
    }

    [SkippableFact]
    public async Task A_reader_switches_searches_sorts_and_reads_the_bars_by_keyboard()
    {
        await using IBrowserContext context = await ContextAsync();
        IPage page = await OpenAsync(context, await ReportSample.ReadAsync(ReportSample.Usage()));
        await page.GetByLabel("Group by").SelectOptionAsync(new SelectOptionValue { Label = "API key" });
        await page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Credits" }).CheckAsync();
        Assert.Contains("credits", await page.Locator(".headline").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Month" }).CheckAsync();
        await page.GetByText("Show these bars as a table").ClickAsync();
        // The browser raises the toggle event asynchronously.
        await Assertions.Expect(page.Locator(".data tbody tr")).ToHaveCountAsync(5);

        await page.GetByLabel("Search the table").FillAsync("hot");
        Assert.Equal(1, await page.Locator("#main-table tbody tr").CountAsync());
        await page.GetByLabel("Search the table").FillAsync("");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "API key" }).ClickAsync();
        Assert.Equal("ascending", await page.Locator("#main-table th").First.GetAttributeAsync("aria-sort"));

        await page.Locator(".plot").FocusAsync();
        await page.Keyboard.PressAsync("End");
        Assert.Contains("November 2026", await page.Locator(".plot").GetAttributeAsync("aria-valuetext"), StringComparison.Ordinal);
        Assert.True(await page.Locator(".tip").IsVisibleAsync());
        await page.Locator("#basis").ClickAsync();
        Assert.Contains("What was the usage worth", await page.GetByRole(AriaRole.Dialog).InnerTextAsync(), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Escape");
        Assert.Equal([], _messages);
    }

    [SkippableFact]
    public async Task A_range_is_brushed_below_the_chart()
    {
        await using IBrowserContext context = await ContextAsync();
        IPage page = await OpenAsync(context, await ReportSample.ReadAsync(ReportSample.Usage()));
        LocatorBoundingBoxResult box = (await page.Locator(".strip").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * 3 / 4), box.Y + (box.Height / 2));
        await page.Mouse.UpAsync();
        string from = await page.GetByLabel("From").InputValueAsync();
        string to = await page.GetByLabel("To", new PageGetByLabelOptions { Exact = true }).InputValueAsync();
        Assert.True(string.CompareOrdinal(from, "2026-08-01") > 0 && string.CompareOrdinal(to, "2026-11-15") < 0, $"{from} to {to}");
        Assert.Equal([], _messages);
    }

    [SkippableTheory]
    [InlineData(360)]
    [InlineData(768)]
    [InlineData(1440)]
    [InlineData(2560)]
    public async Task Nothing_is_wider_than_the_window(int width)
    {
        await using IBrowserContext context = await ContextAsync(width);
        IPage page = await OpenAsync(context, await ReportSample.ReadAsync(ReportSample.Usage(seen: ReportSample.Subscribed())));
        Assert.Equal(0, await page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
        Assert.Equal([], _messages);
    }

    [SkippableTheory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    public async Task Axe_finds_nothing(int width, ColorScheme scheme)
    {
        // The policy keeps axe's own script out: it is switched off for the checker alone.
        await using IBrowserContext context = await ContextAsync(width, scheme, bypass: true);
        IPage page = await OpenAsync(context, await ReportSample.ReadAsync(ReportSample.Usage(seen: ReportSample.Subscribed())));
        AxeResult result = await page.RunAxe();
        Assert.Equal([], result.Violations.Select(violation => $"{violation.Id}: {string.Join(", ", violation.Nodes.Take(3).Select(node => node.Html))}"));
        await page.Locator("#basis").ClickAsync();
        Assert.Equal([], (await page.GetByRole(AriaRole.Dialog).RunAxe()).Violations.Select(violation => violation.Id));
    }

    [SkippableFact]
    public async Task Hostile_names_are_shown_and_do_nothing()
    {
        await using IBrowserContext context = await ContextAsync();
        IPage page = await OpenAsync(context, await ReportSample.ReadAsync(ReportSample.Usage(
            [.. HostileNames.All.Values, "<img src=x onerror=alert(1)>"], seen: ReportSample.Subscribed("<img src=x onerror=alert(2)>"))));
        await page.GetByLabel("Group by").SelectOptionAsync(new SelectOptionValue { Label = "API key" });
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameString = "Show all" }).ClickAsync();
        Assert.Equal(HostileNames.All.Count + 1, await page.Locator("#main-table tbody tr").CountAsync());
        Assert.Contains("onerror=alert(2)", await page.Locator("tr.present th").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("#app img, #app script, #app iframe").CountAsync());
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));

        // In CSV a name is no formula.
        CsvLine[] lines = [.. CsvReader.Read(await DownloadAsync(page))];
        Assert.Equal(HostileNames.All.Count + 2, lines.Length);
        Assert.DoesNotContain(lines, line => line.Cells[2] is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\uFF1D', ..]);
        Assert.Contains(lines, line => line.Cells[2] == "'" + HostileNames.All["formula"]);
        Assert.Equal([], _messages);
    }

    [SkippableFact]
    public async Task The_plans_are_those_of_the_plan_comparer_to_the_digit_and_what_has_no_price_says_so()
    {
        UsageSample usage = ReportSample.Usage(seen: ReportSample.Subscribed());
        PlanResult result = await ReportSample.Plans(usage).CompareAsync(usage.Connections, new PlanOptions(), CancellationToken.None);
        await using IBrowserContext context = await ContextAsync();
        IPage page = await OpenAsync(context, await ReportSample.ReadAsync(usage));
        ILocator section = page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Plans", Exact = true });
        string[][] rows = await section.Locator("tbody tr").EvaluateAllAsync<string[][]>("rows => rows.map(row => [...row.cells].map(cell => cell.querySelector('data')?.value ?? cell.innerText))");
        Assert.Equal(
            result.Rows.Select(row => (Text(row.Fee), Text(row.Overage + row.Drawn), row.Cost is null ? "No known price" : Text(row.Cost), Text(row.Saving), Text(row.UnusedCost))),
            rows.Select(cells => (cells[2], cells[3], cells[4], cells[5], cells[6])));
        Assert.Equal(result.Rows.Select(row => row.Billing switch { BillingGeneration.UsageBased => "Usage-based", BillingGeneration.PayAsYouGo => "Pay As You Go", _ => "–" }), rows.Select(cells => cells[1]));
        Assert.All(result.Rows.Zip(rows), row => Assert.StartsWith(row.First.Plan, row.Second[0], StringComparison.Ordinal));
        Assert.StartsWith("Creator Present plan", Assert.Single(rows, cells => cells[0].Contains("Present plan", StringComparison.Ordinal))[0], StringComparison.Ordinal);
        Assert.Contains("Aug 12 – Nov 11, 2026: 3 billing periods", (await section.InnerTextAsync()).Replace('\u2009', ' '), StringComparison.Ordinal);
        Assert.Contains("Prices are before tax", await section.Locator(".plan-note").InnerTextAsync(), StringComparison.Ordinal);

        // All of it is on a sheet of A4.
        await page.SetViewportSizeAsync(688, 1000);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.Equal(0, await section.Locator("table").EvaluateAsync<int>("table => Math.max(0, table.scrollWidth - table.parentElement.clientWidth)"));
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });

        // The table scrolls by keyboard on a phone, and what each plan assumes opens by keyboard.
        await page.SetViewportSizeAsync(360, 800);
        await section.GetByRole(AriaRole.Group, new LocatorGetByRoleOptions { Name = "Plans" }).FocusAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.scrollWidth > document.activeElement.clientWidth"));
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        Assert.Contains("Set-ElevenLabsPrice", await section.Locator("details ul").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal([], _messages);

        static string Text(decimal? amount) => amount?.ToString("0.############################", CultureInfo.InvariantCulture) ?? "–";
    }

    [SkippableFact]
    public async Task The_cheapest_plan_that_the_account_can_change_to_is_named_with_its_saving()
    {
        UsageSample usage = ReportSample.Usage(seen: ReportSample.Subscribed("pro", 600_000));
        PlanResult result = await ReportSample.Plans(usage).CompareAsync(usage.Connections, new PlanOptions(), CancellationToken.None);
        PlanComparison best = result.Rows.First(row => row.State == PlanState.Available);
        await using IBrowserContext context = await ContextAsync();
        ILocator verdict = (await OpenAsync(context, await ReportSample.ReadAsync(usage))).Locator(".plan-verdict");
        Assert.StartsWith($"As far as usage is known: {best.Plan}, Pay As You Go,", await verdict.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(best.Saving, decimal.Parse((await verdict.Locator("data").GetAttributeAsync("value"))!, CultureInfo.InvariantCulture));
        Assert.True(best.Saving > 0);
        Assert.Equal([], _messages);
    }

    [SkippableFact]
    public async Task Without_a_known_billing_period_there_is_no_heading_of_plans()
    {
        await using IBrowserContext context = await ContextAsync();
        IPage page = await OpenAsync(context, await ReportSample.ReadAsync(ReportSample.Usage()));
        Assert.Equal(0, await page.Locator("#plans-title").CountAsync());
        Assert.Equal([], _messages);
    }

    [SkippableFact]
    public async Task A_year_of_2000_keys_opens_in_two_seconds()
    {
        await using IBrowserContext context = await ContextAsync();
        string path = await WriteAsync(await ReportSample.LargeAsync(2000));
        IPage page = await context.NewPageAsync();
        ICDPSession session = await context.NewCDPSessionAsync(page);

        // What the page takes of a processor, not how long it waits for one: other tests run beside it.
        await session.SendAsync("Performance.enable", new Dictionary<string, object> { ["timeDomain"] = "threadTicks" });
        await page.GotoAsync(new Uri(path).AbsoluteUri);
        await page.WaitForSelectorAsync("#main-table tbody tr");
        JsonElement metrics = (await session.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics");
        double seconds = metrics.EnumerateArray().Single(metric => metric.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();
        Assert.InRange(seconds, 0.01, 2);

        // All 2,000 are in the table, and a part of the range names how many have no days.
        Assert.Contains("2,000", await page.Locator(".below").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Last 30 days" }).ClickAsync();
        Assert.Contains("no figures by day", await page.Locator(".doubt").First.InnerTextAsync(), StringComparison.Ordinal);
    }

    private async Task<IBrowserContext> ContextAsync(int width = 1440, ColorScheme scheme = ColorScheme.Light, bool bypass = false)
    {
        Skip.If(chromium.Missing is not null, chromium.Missing);
        Skip.IfNot(ReportPage.IsBuilt, "The engine was built without the report: Node.js was missing.");
        return await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 1000 }, ColorScheme = scheme, Offline = true, BypassCSP = bypass, AcceptDownloads = true, Locale = "en-US",
        });
    }

    private async Task<IPage> OpenAsync(IBrowserContext context, CostReport report)
    {
        IPage page = await context.NewPageAsync();
        page.Console += (_, message) => _messages.Add(message.Text);
        page.PageError += (_, error) => _messages.Add(error);
        page.Request += (_, request) => _messages.AddRange(request.Url.StartsWith("file:", StringComparison.Ordinal) || request.Url.StartsWith("data:", StringComparison.Ordinal)
            || request.Url.StartsWith("blob:", StringComparison.Ordinal) ? [] : [request.Url]);
        await page.GotoAsync(new Uri(await WriteAsync(report)).AbsoluteUri);
        await page.WaitForSelectorAsync("html[data-ready]", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });
        return page;
    }

    private async Task<string> WriteAsync(CostReport report)
    {
        string path = Path.Combine(_folder, "cost.html");
        using var file = ReportFile.Begin(path, replace: true);
        await file.WriteAsync(report, default);
        return path;
    }

    private static async Task<string> DownloadAsync(IPage page)
    {
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#csv").ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync());
    }

    /// <summary>Cost and credits by name, as the CSV of the table has them.</summary>
    private static async Task<Dictionary<string, (decimal Cost, long Credits)>> CsvAsync(IPage page)
    {
        string[] lines = (await DownloadAsync(page)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] columns = lines[0].Split(',');
        return lines[1..].Select(line => line.Split(',')).ToDictionary(
            cells => cells[2], cells => (decimal.Parse(cells[Array.IndexOf(columns, "Cost")], CultureInfo.InvariantCulture), long.Parse(cells[Array.IndexOf(columns, "Credits")], CultureInfo.InvariantCulture)));
    }
}
