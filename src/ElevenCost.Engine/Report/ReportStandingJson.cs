namespace ElevenCost.Engine.Report;

/// <summary>Writes how budgets and credits stand.</summary>
/// <param name="report">The report.</param>
/// <param name="json">Where to.</param>
internal sealed class ReportStandingJson(CostReport report, ReportJsonWriter json)
{
    /// <summary>Writes both.</summary>
    public void Write()
    {
        json.Each("budgets", report.Budgets, WriteBudget);
        json.Each("quotas", report.Quotas, WriteQuota);
    }

    private void WriteBudget(BudgetStatus row)
    {
        json.Text("name", row.Budget);
        json.Text("state", row.State.ToString());
        json.Text("reason", row.Reason);
        json.Date("from", row.From);
        json.Date("to", row.To);
        json.Money("amount", row.Amount);
        json.Text("c", row.Currency);
        json.Money("used", row.Used);
        json.Money("usedPercent", row.UsedPercent);
        json.Money("left", row.Left);
        json.Money("expected", row.Expected);
        json.Money("expectedPercent", row.ExpectedPercent);
        json.Text("basis", row.CostBasis?.ToString());
        json.Date("passedOn", row.PassedOn);
        json.Text("driver", row.Driver);
        json.Money("driverPercent", row.DriverPercent);
        json.Text("completeness", row.Completeness.ToString());
    }

    private void WriteQuota(Quota row)
    {
        json.Text("connection", row.Connection);
        json.Text("sharedWith", row.SharedWith);
        json.Instant("at", row.At);
        json.Text("state", row.State.ToString());
        json.Text("tier", row.Tier);
        json.Number("used", row.CreditsUsed);
        json.Number("limit", row.CreditLimit);
        json.Number("left", row.CreditsLeft);
        json.Number("plan", row.PlanCredits);
        json.Instant("resetAt", row.NextResetAt);
        json.Date("runsOutOn", row.RunsOutOn);
        if (row.RunsOutBeforeReset is { } runsOut)
        {
            json.Flag("runsOutBeforeReset", runsOut);
        }

        json.Money("burnPerDay", row.ProjectedOverDays switch { 7 => row.BurnPerDay7, 30 => row.BurnPerDay30, 1 => row.BurnPerDay1, _ => null });
        json.Number("burnDays", row.ProjectedOverDays);
        json.Number("overage", row.OverageCredits);
        json.Money("overageCost", row.OverageCost);
        json.Text("overageCurrency", row.OverageCurrency);
        json.Money("projectedOverageCost", row.ProjectedOverageCost);
        json.Text("projectedOverageCurrency", row.ProjectedOverageCurrency);
    }
}
