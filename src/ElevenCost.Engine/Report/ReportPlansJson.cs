namespace ElevenCost.Engine.Report;

/// <summary>Writes what the plans would have cost, as the plan comparer returns it: nothing if no plan could be compared.</summary>
/// <param name="report">The report.</param>
/// <param name="json">Where to.</param>
internal sealed class ReportPlansJson(CostReport report, ReportJsonWriter json)
{
    /// <summary>Writes it.</summary>
    public void Write()
    {
        if (report.Plans is not { Rows.Count: > 0 } plans)
        {
            return;
        }

        json.StartObject("plans");
        json.Each("accounts", plans.Rows.GroupBy(row => row.Connection), account => WriteAccount([.. account]));
        json.Texts("notes", plans.Warnings.Select(warning => warning.Message));
        if (report.PlansLeftOut > 0)
        {
            json.Number("leftOut", report.PlansLeftOut);
        }

        json.EndObject();
    }

    private void WriteAccount(IReadOnlyList<PlanComparison> rows)
    {
        json.Text("connection", rows[0].Connection);
        json.Date("from", rows[0].From);
        json.Date("to", rows[0].To);
        json.Number("periods", rows[0].Periods);
        json.Count("credits", rows[0].Credits);
        json.Text("completeness", rows.Max(row => row.Completeness).ToString());

        // Most plans take the same for granted: each sentence stands once, and rows refer to it.
        List<string> sentences = [.. rows.SelectMany(row => row.Assumptions).Distinct(StringComparer.Ordinal)];
        json.Texts("assumptions", sentences);
        json.Each("rows", rows, row => WriteRow(row, sentences));
    }

    private void WriteRow(PlanComparison row, List<string> sentences)
    {
        json.Text("n", row.Plan);
        json.Text("state", row.State.ToString());
        json.Text("billing", row.Billing?.ToString());
        json.Text("paid", row.BillingPeriod?.ToString());
        json.Text("c", row.Currency);
        json.Money("fee", row.Fee);
        json.Money("beyond", row.Overage + row.Drawn);
        json.Money("cost", row.Cost);
        json.Money("saving", row.Saving);
        json.Money("unused", row.UnusedCost);
        json.Text("reason", row.Reason);
        json.Numbers("assumes", row.Assumptions.Select(sentence => sentences.IndexOf(sentence)));
    }
}
