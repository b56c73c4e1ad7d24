using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Query;

/// <summary>How much is known of each bucket of a question, over all connections and by connection. Immutable.</summary>
/// <remarks>Keys and values are classes: generic code over value types has to be compiled again in every process, which a question's first answer waits for.</remarks>
internal sealed class BucketCompleteness
{
    private readonly List<BucketNote> _notes;
    private readonly Dictionary<BucketKey, BucketNote> _byKey = [];

    /// <param name="notes">A note a bucket and connection, and one a bucket over all of them.</param>
    public BucketCompleteness(List<BucketNote> notes)
    {
        _notes = notes;
        foreach (BucketNote note in notes)
        {
            _byKey.Add(note.Key, note);
            Worst = note.Completeness > Worst ? note.Completeness : Worst;
        }

        List<BucketNote> ofAll = [.. notes.Where(note => note.Key.Connection is null)];
        ofAll.Sort((left, right) => Bucket.Compare(left.Key.Bucket, right.Key.Bucket));
        InOrder = ofAll;
    }

    /// <summary>The buckets that have come, at least in part, over all connections, in order of time.</summary>
    public IReadOnlyList<BucketNote> InOrder { get; }

    /// <summary>The buckets of connections of which at least a part is known, in the order in which they were met.</summary>
    public IEnumerable<BucketNote> Known => _notes.Where(note => note.PricedAs is not null);

    /// <summary>The least complete of all; final where there are none.</summary>
    public Completeness Worst { get; }

    /// <summary>The completeness of a bucket that something is noted of.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="connection">The connection; null for all of them.</param>
    public Completeness Of(Bucket bucket, string? connection) => _byKey[new BucketKey(bucket, connection)].Completeness;

    /// <summary>Whether anything is noted of a bucket of a connection.</summary>
    public bool Has(Bucket bucket, string connection) => _byKey.ContainsKey(new BucketKey(bucket, connection));

    /// <summary>The same for sums from the first bucket to each: the least complete of them decides.</summary>
    public BucketCompleteness Cumulated()
    {
        var cumulated = new List<BucketNote>();
        foreach (string? connection in _notes.Select(note => note.Key.Connection).Distinct())
        {
            var worst = Completeness.Final;
            foreach (BucketNote bucket in InOrder)
            {
                var key = new BucketKey(bucket.Key.Bucket, connection);
                worst = _byKey.TryGetValue(key, out BucketNote? own) && own.Completeness > worst ? own.Completeness : worst;
                cumulated.Add(new BucketNote(key, worst, own?.PricedAs));
            }
        }

        return new BucketCompleteness(cumulated);
    }
}

/// <summary>A bucket of a connection. Immutable.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Connection">The connection; null for all of them.</param>
internal sealed record BucketKey(Bucket Bucket, string? Connection);

/// <summary>What is known of a bucket. Immutable.</summary>
/// <param name="Key">The bucket.</param>
/// <param name="Completeness">The least complete of its parts.</param>
/// <param name="PricedAs">How its usage would be priced; null if no part of it is known, or if the bucket is of all connections.</param>
internal sealed record BucketNote(BucketKey Key, Completeness Completeness, PricedAs? PricedAs);
