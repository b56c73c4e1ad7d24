namespace ElevenLabs.Simulator;

/// <summary>What the simulated workspace looks like. Everything not set here follows from <see cref="Seed"/>.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The seed of names, keys and usage; the same seed gives the same workspace.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Number of API keys in the workspace.</summary>
    public int Keys { get; init; } = 12;

    /// <summary>How many days before the start of the server the workspace has had usage.</summary>
    public int Days { get; init; } = 400;

    /// <summary>Number of text-to-speech models in use (of those known, four are used at most).</summary>
    public int Models { get; init; } = 4;

    /// <summary>Number of voices.</summary>
    public int Voices { get; init; } = 24;

    /// <summary>Number of human members.</summary>
    public int Users { get; init; } = 8;

    /// <summary>Number of workspace groups. Some members are in two of them.</summary>
    public int Groups { get; init; } = 3;

    /// <summary>Average number of grouped rows of one key on one day; 5.56 makes 2,000 keys x 90 days about a million rows.</summary>
    public double RecordsPerKeyDay { get; init; } = 5.56;

    /// <summary>Subscription tier as the API spells it. An unknown name is allowed; <c>payg</c> has a character limit of 0.</summary>
    public string Tier { get; init; } = "creator";

    /// <summary>How use beyond the plan is paid.</summary>
    public SimulatedBilling Billing { get; init; }

    /// <summary>Whether the subscription has its counters of credits by kind, <c>usage</c>; they have been seen null so far.</summary>
    public bool CountsCredits { get; init; }

    /// <summary>Fields of each service account's key that are answered as given here, each as JSON, such as <c>character_limit</c> by <c>1000</c>.</summary>
    public IReadOnlyDictionary<string, string> KeyFields { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the character limit includes two months of rollover (3 x the plan's credits).</summary>
    public bool Rollover { get; init; }

    /// <summary>Currency of the subscription and unit of total_cost: usd, eur, inr, pln, gbp, or any other three letters.</summary>
    public string Currency { get; init; } = "usd";

    /// <summary>Billing period of the subscription; null leaves the field null.</summary>
    public string? BillingPeriod { get; init; } = "monthly_period";

    /// <summary>An instant at which credits reset, and so on the same day and time of every month; null takes a midnight from the seed.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>Status of the subscription; null derives it from the tier (free or active).</summary>
    public string? Status { get; init; }

    /// <summary>Whether the analytics endpoints exist for this workspace.</summary>
    public AnalyticsAvailability Analytics { get; init; } = AnalyticsAvailability.Present;

    /// <summary>Whether the deprecated character-stats endpoint still exists.</summary>
    public bool StatsPresent { get; init; } = true;

    /// <summary>In what unit character-stats reports fiat_units_spent; public code disagrees.</summary>
    public FiatScale FiatUnits { get; init; } = FiatScale.Cents;

    /// <summary>The permissions the keys carry; null means unrestricted.</summary>
    public IReadOnlySet<string>? Permissions { get; init; }

    /// <summary>The permission the analytics endpoints ask of a restricted key; null accepts any key of the workspace.</summary>
    public string? AnalyticsPermission { get; init; } = "workspace_analytics_full_read";

    /// <summary>HTTP status of a missing permission: 401 as observed, or 403.</summary>
    public int MissingPermissionStatus { get; init; } = 401;

    /// <summary>Keys that no longer work and answer as an invalid key does.</summary>
    public IReadOnlySet<string> RevokedKeys { get; init; } = new HashSet<string>();

    /// <summary>The group of workspaces that this one is billed together with; null for none.</summary>
    public string? BillingGroupId { get; init; }

    /// <summary>Fields of the subscription that are answered as given here, each as JSON, such as <c>character_count</c> by <c>120500</c>.</summary>
    public IReadOnlyDictionary<string, string> SubscriptionFields { get; init; } = new Dictionary<string, string>();

    /// <summary>Requests of one instant each, in the request log alone: of five of them one is answered with 429 and one with 500.</summary>
    public IReadOnlyList<RequestBurst> RequestBursts { get; init; } = [];

    /// <summary>Names of the first API keys, instead of those of the seed.</summary>
    public IReadOnlyList<string> KeyNames { get; init; } = [];

    /// <summary>Names of the first members, service accounts and groups, instead of those of the seed.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>The webhooks, as a JSON array; null for one that works.</summary>
    public string? Webhooks { get; init; }
}
