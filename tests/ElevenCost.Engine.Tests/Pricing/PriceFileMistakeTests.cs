using System.Text;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Tests.Pricing;

public sealed class PriceFileMistakeTests
{
    private const string ExpectedPrice = "expected a price of 0 or more with a point, such as \"1200.00\".";
    private const string ExpectedCredits = "expected the plan's credits a month, a whole number above 0 such as 10000000.";
    private const string ExpectedDay = "expected a day such as \"2026-01-01\".";
    private const string ExpectedPeriod = "expected one of monthly_period, 3_month_period, 6_month_period, annual_period.";
    private const string ExpectedConnection = "expected a connection's name, or a pattern such as \"acme*\".";
    private const string Shape = "expected { \"schema\": 1, \"prices\": [ ... ] }.";

    [Theory]
    [InlineData("\"monthlyPrice\": \"1,5\"", "\"monthlyPrice\" is \"1,5\"; " + ExpectedPrice)]
    [InlineData("\"monthlyPrice\": \"-5\"", "\"monthlyPrice\" is \"-5\"; " + ExpectedPrice)]
    [InlineData("\"monthlyPrice\": -5", "\"monthlyPrice\" is -5; " + ExpectedPrice)]
    [InlineData("\"monthlyPrice\": 1e3", "\"monthlyPrice\" is 1e3; " + ExpectedPrice)]
    [InlineData("\"monthlyPrice\": \"\"", "\"monthlyPrice\" is \"\"; " + ExpectedPrice)]
    [InlineData("\"monthlyPrice\": \"5.\"", "\"monthlyPrice\" is \"5.\"; " + ExpectedPrice)]
    [InlineData("\"monthlyPrice\": \".5\"", "\"monthlyPrice\" is \".5\"; " + ExpectedPrice)]
    [InlineData("\"monthlyPrice\": \" 5\"", "\"monthlyPrice\" is \" 5\"; " + ExpectedPrice)]
    [InlineData("\"monthlyPrice\": \"1.123456789\"", "\"monthlyPrice\" is \"1.123456789\"; " + ExpectedPrice)]
    [InlineData("\"monthlyPrice\": \"1234567890123\"", "\"monthlyPrice\" is \"1234567890123\"; " + ExpectedPrice)]
    [InlineData("\"monthlyPrice\": null", "\"monthlyPrice\" is null; " + ExpectedPrice)]
    [InlineData("\"monthlyPrice\": true", "\"monthlyPrice\" is true; " + ExpectedPrice)]
    [InlineData("\"monthlyPrice\": {\"a\":1}", "\"monthlyPrice\" is an object; " + ExpectedPrice)]
    [InlineData("\"monthlyPrice\": [1]", "\"monthlyPrice\" is a list; " + ExpectedPrice)]
    [InlineData("\"overagePer1000Credits\": \"0,11\"", "\"overagePer1000Credits\" is \"0,11\"; " + ExpectedPrice)]
    [InlineData("\"monthlyCredits\": 0", "\"monthlyCredits\" is 0; " + ExpectedCredits)]
    [InlineData("\"monthlyCredits\": -1", "\"monthlyCredits\" is -1; " + ExpectedCredits)]
    [InlineData("\"monthlyCredits\": 1.5", "\"monthlyCredits\" is 1.5; " + ExpectedCredits)]
    [InlineData("\"monthlyCredits\": \"100\"", "\"monthlyCredits\" is \"100\"; " + ExpectedCredits)]
    [InlineData("\"monthlyCredits\": 99999999999999999999", "\"monthlyCredits\" is 99999999999999999999; " + ExpectedCredits)]
    [InlineData("\"currency\": \"EURO\"", "\"currency\" is \"EURO\"; expected a currency of three letters, such as \"USD\".")]
    [InlineData("\"currency\": \"U$D\"", "\"currency\" is \"U$D\"; expected a currency of three letters, such as \"USD\".")]
    [InlineData("\"from\": \"1.1.2026\"", "\"from\" is \"1.1.2026\"; " + ExpectedDay)]
    [InlineData("\"from\": \"2026-02-30\"", "\"from\" is \"2026-02-30\"; " + ExpectedDay)]
    [InlineData("\"from\": 2026", "\"from\" is 2026; " + ExpectedDay)]
    [InlineData("\"until\": \"soon\"", "\"until\" is \"soon\"; expected a day such as \"2027-01-01\", the first one that it no longer holds.")]
    [InlineData("\"billingPeriod\": \"annual\"", "\"billingPeriod\" is \"annual\"; " + ExpectedPeriod)]
    [InlineData("\"tier\": \"\"", "\"tier\" is \"\"; expected the tier as the API names it, such as \"enterprise\".")]
    [InlineData("\"tier\": \"growing business\"", "\"tier\" is \"growing business\"; expected the tier as the API names it, such as \"enterprise\".")]
    [InlineData("\"connection\": \"acme[\"", "\"connection\" is \"acme[\"; " + ExpectedConnection)]
    [InlineData("\"connection\": \"ac me\"", "\"connection\" is \"ac me\"; " + ExpectedConnection)]
    [InlineData("\"connection\": \"\"", "\"connection\" is \"\"; " + ExpectedConnection)]
    [InlineData("\"note\": 5", "\"note\" is 5; expected text.")]
    [InlineData("\"currency\": \"\\ud800\"", "\"currency\" is \"\\ud800\"; expected a currency of three letters, such as \"USD\".")]
    [InlineData("\"currncy\": \"USD\"", "\"currncy\" is not a field of a price; did you mean \"currency\"?")]
    [InlineData("\"Tier\": \"pro\"", "\"Tier\" is not a field of a price; did you mean \"tier\"?")]
    public void A_wrong_value_is_named_with_its_line(string field, string mistake)
    {
        // The field stands on line 5, in place of the right one of its name.
        string name = field.Split('"')[1];
        string[] right = [.. new[] { "\"tier\": \"pro\"", "\"monthlyPrice\": 1", "\"monthlyCredits\": 1", "\"currency\": \"USD\"" }
            .Where(other => !other.StartsWith($"\"{name}\"", StringComparison.Ordinal))];

        Assert.Equal([$"prices.json, line 5: {mistake}"], Mistakes("{ \"schema\": 1,\n\"prices\": [\n{ " + string.Join(", ", right) + ",\n\n" + field + " } ] }"));
    }

    [Theory]
    [InlineData("tier", "the tier as the API names it, such as \"enterprise\"")]
    [InlineData("monthlyPrice", "a price of 0 or more with a point, such as \"1200.00\"")]
    [InlineData("monthlyCredits", "the plan's credits a month, a whole number above 0 such as 10000000")]
    [InlineData("currency", "a currency of three letters, such as \"USD\"")]
    public void A_missing_field_is_named_with_the_line_of_its_price(string name, string expected)
    {
        string[] right = [.. new[] { "\"tier\": \"pro\"", "\"monthlyPrice\": 1", "\"monthlyCredits\": 1", "\"currency\": \"USD\"" }
            .Where(other => !other.StartsWith($"\"{name}\"", StringComparison.Ordinal))];

        Assert.Equal(
            [$"prices.json, line 3: \"{name}\" is missing; expected {expected}."],
            Mistakes("{ \"schema\": 1,\n\"prices\": [\n{\n" + string.Join(",\n", right) + " } ] }"));
    }

    [Theory]
    [InlineData("2026-01-01")]
    [InlineData("2025-12-31")]
    public void The_end_comes_after_the_start(string until) => Assert.Equal(
        [$"prices.json, line 3: \"until\" is \"{until}\"; expected a day after \"from\", 2026-01-01: the day of \"until\" is not included."],
        Mistakes(Prices("\"from\": \"2026-01-01\", \"until\": \"" + until + "\"")));

    [Theory]
    [InlineData("", "", "always", "always")]
    [InlineData("\"from\": \"2026-01-01\"", "\"from\": \"2026-01-01\"", "from 2026-01-01", "from 2026-01-01")]
    [InlineData("\"until\": \"2026-01-02\"", "\"from\": \"2026-01-01\"", "until 2026-01-02", "from 2026-01-01")]
    [InlineData("\"from\": \"2026-01-01\", \"until\": \"2026-02-01\"", "\"from\": \"2025-01-01\", \"until\": \"2026-01-02\"",
        "from 2026-01-01 until 2026-02-01", "from 2025-01-01 until 2026-01-02")]
    [InlineData("\"connection\": \"acme*\"", "\"connection\": \"ACME*\"", "always", "always")]
    [InlineData("\"billingPeriod\": \"annual_period\"", "\"billingPeriod\": \"annual_period\"", "always", "always")]
    public void Two_prices_of_one_day_are_a_mistake(string first, string second, string firstDays, string secondDays) => Assert.Equal(
        [$"prices.json, line 4: \"tier\" is \"pro\", and its days ({secondDays}) overlap those of line 3 ({firstDays}); " +
            "expected one price a day for a tier, connection and billing period."],
        Mistakes(Prices(first, second)));

    [Theory]
    [InlineData("\"until\": \"2026-01-01\"", "\"from\": \"2026-01-01\"")]
    [InlineData("", "\"connection\": \"acme\"")]
    [InlineData("\"connection\": \"acme*\"", "\"connection\": \"acme\"")]
    [InlineData("", "\"billingPeriod\": \"annual_period\"")]
    public void Prices_that_differ_in_day_connection_or_period_may_stand_together(string first, string second) =>
        Assert.Equal(2, PriceFile.Parse(Encoding.UTF8.GetBytes(Prices(first, second)), "prices.json").Entries.Count);

    [Theory]
    [InlineData("[]", 1, "the file does not hold an object; " + Shape)]
    [InlineData("{}", 1, "\"schema\" is missing; " + Shape, "\"prices\" is missing; " + Shape)]
    [InlineData("{\n\"schema\": 2, \"prices\": [] }", 2, "\"schema\" is 2; expected 1.")]
    [InlineData("{\n\"schema\": \"1\", \"prices\": [] }", 2, "\"schema\" is \"1\"; expected 1.")]
    [InlineData("{ \"schema\": 1,\n\"prices\": {} }", 2, "\"prices\" is an object; expected a list of prices, [ ... ].")]
    [InlineData("{ \"schema\": 1,\n\"prices\": [],\n\"price\": [[1]] }", 3, "\"price\" is not a field of the file; did you mean \"prices\"?")]
    [InlineData("{ \"schema\": 1,\n\"prices\": [],\n\"comment\": 1 }", 3, "\"comment\" is not a field of the file; expected one of schema, prices.")]
    [InlineData("{ \"schema\": 1,\n\"prices\": [],\n\"schema\": 1 }", 3, "\"schema\" is given twice; expected once.")]
    [InlineData("{ \"schema\": 1, \"prices\": [\n 5 ] }", 2,
        "\"prices\" is 5; expected a list of objects, each with at least tier, monthlyPrice, monthlyCredits and currency.")]
    public void A_file_of_another_shape_is_a_mistake(string text, int line, params string[] mistakes) =>
        Assert.Equal(mistakes.Select(mistake => $"prices.json, line {line}: {mistake}"), Mistakes(text));

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\n\"schema\": 1,\n\"prices\": [\n", 4)]
    [InlineData("{ \"schema\": 1, \"prices\": [] }\n}", 2)]
    [InlineData("{ \"schema\": 1,\n 'prices': [] }", 2)]
    public void What_is_not_json_is_a_mistake_on_its_line(string text, int line)
    {
        string mistake = Assert.Single(Mistakes(text));

        Assert.StartsWith($"prices.json, line {line}: the file is not valid JSON: ", mistake);
        Assert.DoesNotContain("LineNumber", mistake);
    }

    [Fact]
    public void What_is_not_utf_8_is_a_mistake() => Assert.Equal(
        "prices.json, line 1: the file is not UTF-8 text; save it as UTF-8.",
        Failure([.. "{ \"schema\": 1, \"prices\": [], \"n"u8, 0xE4, .. "\": 1 }"u8]).Message);

    [Fact]
    public void A_field_given_twice_is_a_mistake() => Assert.Equal(
        ["prices.json, line 3: \"currency\" is given twice; expected once."], Mistakes(Prices("\"currency\": \"EUR\"")));

    [Fact]
    public void All_mistakes_are_told_at_once_in_the_order_of_the_lines() => Assert.Equal(
        [
            "prices.json, line 1: \"schema\" is 3; expected 1.",
            "prices.json, line 3: \"monthlyCredits\" is missing; " + ExpectedCredits,
            "prices.json, line 3: \"currency\" is missing; expected a currency of three letters, such as \"USD\".",
            "prices.json, line 4: \"monthlyPrice\" is \"1,5\"; " + ExpectedPrice,
            "prices.json, line 6: \"monthlyCredit\" is not a field of a price; did you mean \"monthlyCredits\"?",
        ],
        Mistakes("{ \"schema\": 3,\n\"prices\": [\n{ \"tier\": \"pro\",\n\"monthlyPrice\": \"1,5\",\n\n\"monthlyCredit\": 5 } ] }"));

    [Fact]
    public void After_ten_mistakes_the_rest_is_counted()
    {
        string[] mistakes = Mistakes(Prices([.. Enumerable.Range(0, 13).Select(at => $"\"x{at}\": 1")]));

        Assert.Equal(11, mistakes.Length);
        Assert.Equal("prices.json: 3 more.", mistakes[^1]);
    }

    [Fact]
    public void A_key_in_the_wrong_file_is_not_shown()
    {
        string key = "sk_" + new string('a', 48);

        Assert.DoesNotContain("aaa", string.Join('\n', Mistakes(Prices($"\"{key}\": 1, \"from\": \"{key}\""))));
    }

    [Fact]
    public void A_long_value_is_cut_and_stays_on_one_line()
    {
        string mistake = Assert.Single(Mistakes(Prices("\"from\": \"a\\nb" + new string('c', 100) + "\"")));

        Assert.Equal($"prices.json, line 3: \"from\" is \"a b{new string('c', 37)}...\"; {ExpectedDay}", mistake);
    }

    private static string Prices(params string[] fields) =>
        "{ \"schema\": 1,\n\"prices\": [\n" + string.Join(",\n", fields.Select(field =>
            "{ \"tier\": \"pro\", \"monthlyPrice\": 1, \"monthlyCredits\": 1, \"currency\": \"USD\"" + (field.Length > 0 ? ", " + field : "") + " }")) + "\n] }";

    private static string[] Mistakes(string text) => Failure(Encoding.UTF8.GetBytes(text)).Message.Split('\n');

    private static ElevenCostException Failure(byte[] bytes)
    {
        ElevenCostException e = Assert.Throws<ElevenCostException>(() => PriceFile.Parse(bytes, "prices.json"));
        Assert.Equal(("PriceFileNotValid", FailureCategory.Configuration), (e.ErrorId, e.Category));
        Assert.NotNull(e.Remedy);
        return e;
    }
}
