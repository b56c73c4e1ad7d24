using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Query;

/// <summary>Notes, while usage is read, how much is known of each bucket: over all connections, and by connection.</summary>
internal sealed class BucketNotes
{
    private readonly Dictionary<BucketKey, BucketNote> _notes = [];

    /// <summary>Notes that a part of a connection's bucket is so complete, and the bucket no more than that.</summary>
    public void Note(Bucket bucket, string connection, Completeness completeness)
    {
        Lower(new BucketKey(bucket, null), completeness);
        Lower(new BucketKey(bucket, connection), completeness);
    }

    /// <summary>Notes that a part of a connection's bucket is known, and how its usage would be priced; the last such note stands.</summary>
    public void Know(Bucket bucket, string connection, PricedAs pricedAs)
    {
        var key = new BucketKey(bucket, connection);
        _notes[key] = At(key) with { PricedAs = pricedAs };
    }

    /// <summary>What was noted so far.</summary>
    public BucketCompleteness ToCompleteness() => new([.. _notes.Values]);

    private void Lower(BucketKey key, Completeness completeness)
    {
        BucketNote note = At(key);
        _notes[key] = completeness > note.Completeness ? note with { Completeness = completeness } : note;
    }

    private BucketNote At(BucketKey key) => _notes.TryGetValue(key, out BucketNote? note) ? note : new BucketNote(key, Completeness.Final, null);
}
