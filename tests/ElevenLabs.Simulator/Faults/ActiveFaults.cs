namespace ElevenLabs.Simulator;

/// <summary>The faults that affect one request, each with the request's ordinal among those it matched.</summary>
internal sealed class ActiveFaults(List<(Fault Fault, int Ordinal)> hits)
{
    public IReadOnlyList<(Fault Fault, int Ordinal)> Hits => hits;

    public bool Has(string name) => hits.Exists(h => h.Fault.Name == name);

    public Fault? Find(string name) => hits.Find(h => h.Fault.Name == name).Fault;

    public IEnumerable<Fault> All(string name) => hits.Where(h => h.Fault.Name == name).Select(h => h.Fault);

    public Adjustments Adjustments()
    {
        Dictionary<int, decimal> factors = [];
        int? late = null;
        HashSet<int> forgotten = [];
        foreach ((Fault fault, int ordinal) in hits)
        {
            if (fault.Name == "restate" && FaultNames.TryRestatement(fault.Argument, out DateOnly day, out decimal factor))
            {
                int number = Epoch.DayOf(day);
                factors[number] = factors.GetValueOrDefault(number, 1m) * factor;
            }
            else if (fault.Name == "forget" && FaultNames.TryDay(fault.Argument, out DateOnly gone))
            {
                forgotten.Add(Epoch.DayOf(gone));
            }
            else if (fault.Name == "late-data")
            {
                late = ordinal;
            }
        }

        return new Adjustments(factors, late, forgotten);
    }
}
