namespace ElevenCost.Bench.Records;

/// <summary>Answers questions over the same records, each in one process for all its questions.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Answers a question, and reads every row of the answer.</summary>
    Task<Answer> AskAsync(Question question);
}
