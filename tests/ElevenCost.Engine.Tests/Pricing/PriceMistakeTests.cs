using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Tests.Pricing;

/// <summary>What a price must be, whether it is typed, imported or kept.</summary>
public sealed class PriceMistakeTests
{
    private const string ExpectedPrice = "expected a price of 0 or more with a point, such as \"1200.00\"";
    private const string ExpectedCredits = "expected the plan's credits a month, a whole number above 0 such as 10000000";
    private const string ExpectedDay = "expected a day such as \"2026-01-01\"";
    private const string ExpectedPeriod = "expected one of monthly_period, 3_month_period, 6_month_period, annual_period";
    private const string ExpectedConnection = "expected a connection's name, or a pattern such as \"acme*\"";
    private const string ExpectedTier = "expected the tier as the API names it, such as \"enterprise\"";
    private const string ExpectedCurrency = "expected a currency of three letters, such as \"USD\"";

    [Theory]
    [InlineData("MonthlyPrice", "1,5", ExpectedPrice)]
    [InlineData("MonthlyPrice", "-5", ExpectedPrice)]
    [InlineData("MonthlyPrice", "1e3", ExpectedPrice)]
    [InlineData("MonthlyPrice", "", ExpectedPrice)]
    [InlineData("MonthlyPrice", "5.", ExpectedPrice)]
    [InlineData("MonthlyPrice", ".5", ExpectedPrice)]
    [InlineData("MonthlyPrice", " 5", ExpectedPrice)]
    [InlineData("MonthlyPrice", "1.123456789", ExpectedPrice)]
    [InlineData("MonthlyPrice", "1234567890123", ExpectedPrice)]
    [InlineData("OveragePer1000Credits", "0,11", ExpectedPrice)]
    [InlineData("MonthlyCredits", "0", ExpectedCredits)]
    [InlineData("MonthlyCredits", "-1", ExpectedCredits)]
    [InlineData("MonthlyCredits", "1.5", ExpectedCredits)]
    [InlineData("MonthlyCredits", "99999999999999999999", ExpectedCredits)]
    [InlineData("Currency", "EURO", ExpectedCurrency)]
    [InlineData("Currency", "U$D", ExpectedCurrency)]
    [InlineData("From", "1.1.2026", ExpectedDay)]
    [InlineData("From", "2026-02-30", ExpectedDay)]
    [InlineData("To", "soon", "expected a day such as \"2026-12-31\"")]
    [InlineData("BillingPeriod", "annual", ExpectedPeriod)]
    [InlineData("Billing", "2", "expected one of UsageBased, PayAsYouGo")]
    [InlineData("Tier", "", ExpectedTier)]
    [InlineData("Tier", "growing business", ExpectedTier)]
    [InlineData("Connection", "acme[", ExpectedConnection)]
    [InlineData("Connection", "ac me", ExpectedConnection)]
    [InlineData("Connection", "", ExpectedConnection)]
    public void A_wrong_value_is_named_with_what_is_expected(string name, string value, string expected) =>
        Assert.Equal([$"\"{name}\" is \"{value}\"; {expected}"], Mistakes(name, value));

    [Theory]
    [InlineData("Tier", ExpectedTier)]
    [InlineData("MonthlyPrice", ExpectedPrice)]
    [InlineData("MonthlyCredits", ExpectedCredits)]
    [InlineData("Currency", ExpectedCurrency)]
    public void A_missing_field_is_named(string name, string expected) => Assert.Equal([$"\"{name}\" is missing; {expected}"], Mistakes(name, null));

    [Fact]
    public void The_end_does_not_come_before_the_start()
    {
        Assert.Equal(["\"To\" is \"2025-12-31\"; expected a day not before \"From\", 2026-01-01"], Mistakes("To", "2025-12-31", ("From", "2026-01-01")));
        Assert.Empty(Mistakes("To", "2026-01-01", ("From", "2026-01-01")));
    }

    [Fact]
    public void A_field_that_no_price_has_is_named() => Assert.Equal(["\"tier\" is not a field of a price"], Mistakes("tier", "pro"));

    [Fact]
    public void All_mistakes_are_told_at_once() => Assert.Equal(2, Mistakes("Currency", "x", ("MonthlyPrice", "y")).Count);

    [Fact]
    public void A_key_in_the_wrong_place_is_not_shown_and_a_long_value_is_cut_and_stays_on_one_line()
    {
        Assert.DoesNotContain("aaa", Assert.Single(Mistakes("From", "sk_" + new string('a', 48))), StringComparison.Ordinal);
        Assert.Equal($"\"From\" is \"a\\u000ab{new string('c', 37)}...\"; {ExpectedDay}", Assert.Single(Mistakes("From", "a\nb" + new string('c', 100))));
        Assert.Equal($"\"From\" is \"{new string('c', 39)}...\"; {ExpectedDay}", Assert.Single(Mistakes("From", new string('c', 39) + "\U0001F600 c")));
    }

    private static List<string> Mistakes(string name, string? value, params (string Name, string Value)[] more)
    {
        var fields = new Dictionary<string, string> { ["Tier"] = "pro", ["MonthlyPrice"] = "1", ["MonthlyCredits"] = "1", ["Currency"] = "USD" };
        foreach ((string other, string text) in more)
        {
            fields[other] = text;
        }

        fields.Remove(name);
        if (value is not null)
        {
            fields.Add(name, value);
        }

        var mistakes = new List<string>();
        PriceEntry? price = PriceEntryReader.Read(fields, mistakes);
        Assert.Equal(price is null, mistakes.Count > 0);
        return mistakes;
    }
}
