namespace ElevenLabs.Simulator;

/// <summary>The faults in effect. Safe to change while the server runs.</summary>
public sealed class FaultSet
{
    private readonly object gate = new();
    private readonly List<Fault> faults = [];

    /// <summary>The faults at this moment.</summary>
    public IReadOnlyList<Fault> Current
    {
        get
        {
            lock (gate)
            {
                return [.. faults];
            }
        }
    }

    /// <summary>Adds a fault written as <see cref="Fault"/> says, effective from the next request.</summary>
    public Fault Add(string text)
    {
        Fault fault = Fault.Parse(text);
        lock (gate)
        {
            faults.Add(fault);
        }

        return fault;
    }

    /// <summary>Removes a fault.</summary>
    public bool Remove(Fault fault)
    {
        lock (gate)
        {
            return faults.Remove(fault);
        }
    }

    /// <summary>Removes all faults of a name.</summary>
    public int Remove(string name)
    {
        lock (gate)
        {
            return faults.RemoveAll(f => f.Name == name);
        }
    }

    /// <summary>Removes all faults.</summary>
    public void Clear()
    {
        lock (gate)
        {
            faults.Clear();
        }
    }

    /// <summary>Counts a request and returns what affects it.</summary>
    internal ActiveFaults Match(string path)
    {
        List<(Fault Fault, int Ordinal)> hits = [];
        foreach (Fault fault in Current)
        {
            if (fault.Covers(path) && fault.Hit(out int ordinal))
            {
                hits.Add((fault, ordinal));
            }
        }

        return new ActiveFaults(hits);
    }

    /// <summary>The numbers as the latest request saw them, or as the first one will.</summary>
    internal Adjustments Adjustments() => new ActiveFaults(
        [.. Current.Select(f => (Fault: f, Ordinal: Math.Max(1, f.Matched))).Where(f => f.Fault.Contains(f.Ordinal))]).Adjustments();
}
