namespace ElevenCost;

/// <summary>What two figures are compared for.</summary>
public enum ReconciliationCheck
{
    /// <summary>The analytics query against the deprecated usage statistics: a day's credits, requests and minutes.</summary>
    Endpoints,

    /// <summary>The rows of the analytics query, by every dimension of the connection, against its total of the day.</summary>
    AnalyticsRows,

    /// <summary>The keys of one breakdown of the usage statistics against their total of the day.</summary>
    StatisticsSlice,

    /// <summary>The ledger against the analytics query.</summary>
    LedgerAgainstAnalytics,

    /// <summary>The ledger against the usage statistics.</summary>
    LedgerAgainstStatistics,

    /// <summary>
    /// The credits, the rows and the sums that the ledger stores of a day against those that its sync stored: a difference was made outside ElevenCost.
    /// </summary>
    LedgerContent,

    /// <summary>The value that the analytics query reports against the fiat units of the usage statistics, whose scale is not documented.</summary>
    FiatUnits,

    /// <summary>The credits that the subscription counts in the billing month that has begun against those of the analytics query.</summary>
    BillingMonthCredits,

    /// <summary>The value consumed in a whole billing month against the plan's fee; of the month that has begun, so far.</summary>
    ConsumedAgainstFee,

    /// <summary>The overage that the subscription reports against what the credits used give reason for.</summary>
    Overage,

    /// <summary>The next invoice against fee and overage.</summary>
    NextInvoice,

    /// <summary>The open invoices against none.</summary>
    OpenInvoices,
}
