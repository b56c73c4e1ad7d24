namespace ElevenCost.Engine.Query;

/// <summary>How much is known of each bucket of a query, over all connections and told apart by them. A bucket is named by a day; see <see cref="Calendar.HourAxis"/> for hours.</summary>
/// <remarks>Keys and values are classes: generic code over value types has to be compiled anew in every process, which a question's first answer waits for.</remarks>
internal sealed class BucketNotes
{
    private readonly Dictionary<BucketKey, BucketNote> _notes = [];

    /// <summary>The buckets that have come, at least in part, over all connections, in order of time.</summary>
    public IReadOnlyList<BucketNote> InOrder
    {
        get
        {
            List<BucketNote> all = [.. _notes.Values.Where(note => note.Key.Connection is null)];
            all.Sort((left, right) => left.Key.Bucket.CompareTo(right.Key.Bucket));
            return all;
        }
    }

    /// <summary>The buckets of connections of which at least a part is known, in the order in which they were met.</summary>
    public IEnumerable<BucketNote> Known => _notes.Values.Where(note => note.PricedAs is not null);

    /// <summary>The least complete of all; final where there are none.</summary>
    public Completeness Worst
    {
        get
        {
            var worst = Completeness.Final;
            foreach (BucketNote note in _notes.Values)
            {
                worst = note.Completeness > worst ? note.Completeness : worst;
            }

            return worst;
        }
    }

    /// <summary>The completeness of a bucket that something is noted of.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="connection">The connection; null for all of them.</param>
    public Completeness Of(DateOnly bucket, string? connection) => _notes[new BucketKey(bucket, connection)].Completeness;

    /// <summary>The same for sums from the first bucket to each: the least complete of them decides.</summary>
    public BucketNotes Cumulated()
    {
        var cumulated = new BucketNotes();
        IReadOnlyList<BucketNote> buckets = InOrder;
        foreach (string? connection in _notes.Keys.Select(key => key.Connection).Distinct())
        {
            var worst = Completeness.Final;
            foreach (BucketNote bucket in buckets)
            {
                if (_notes.TryGetValue(bucket.Key with { Connection = connection }, out BucketNote? own) && own.Completeness > worst)
                {
                    worst = own.Completeness;
                }

                cumulated.At(bucket.Key.Bucket, connection).Lower(worst);
            }
        }

        return cumulated;
    }

    /// <summary>Notes that a part of a connection's bucket is so complete, and the bucket no more than that.</summary>
    public void Note(DateOnly bucket, string connection, Completeness completeness)
    {
        At(bucket, null).Lower(completeness);
        At(bucket, connection).Lower(completeness);
    }

    /// <summary>Notes that a part of a connection's bucket is known, and how its usage would be priced; the last such note stands.</summary>
    public void Know(DateOnly bucket, string connection, PricedAs pricedAs) => At(bucket, connection).PricedAs = pricedAs;

    private BucketNote At(DateOnly bucket, string? connection)
    {
        var key = new BucketKey(bucket, connection);
        if (!_notes.TryGetValue(key, out BucketNote? note))
        {
            note = new BucketNote(key);
            _notes.Add(key, note);
        }

        return note;
    }
}

/// <summary>A bucket. Immutable.</summary>
/// <param name="Bucket">The day that names it.</param>
/// <param name="Connection">The connection; null for all of them.</param>
internal sealed record BucketKey(DateOnly Bucket, string? Connection);

/// <summary>What is known of a bucket.</summary>
/// <param name="key">The bucket.</param>
internal sealed class BucketNote(BucketKey key)
{
    public BucketKey Key => key;

    /// <summary>The least complete of its parts.</summary>
    public Completeness Completeness { get; private set; } = Completeness.Final;

    /// <summary>How its usage would be priced; null where no part of it is known, or where it is that of all connections.</summary>
    public PricedAs? PricedAs { get; set; }

    /// <summary>Takes a part in.</summary>
    public void Lower(Completeness completeness) => Completeness = completeness > Completeness ? completeness : Completeness;
}
