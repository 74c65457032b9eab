using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Paging;

/// <summary>One page of a list in the order of its ids (UUIDv7, so oldest first).</summary>
public sealed class Page
{
    private const int DefaultSize = 50;
    private const int LargestSize = 1000;
    private readonly Session _work;
    private readonly string _filter;

    private Page(int size, Guid? after, Session work, string filter)
    {
        Size = size;
        After = after;
        _work = work;
        _filter = filter;
    }

    /// <summary>How many resources at most; ask the store for <see cref="Take"/>.</summary>
    public int Size { get; }

    /// <summary>The last id of the page before; null on the first page.</summary>
    public Guid? After { get; }

    /// <summary>One more than fit, so that the store's answer tells whether there is a next page.</summary>
    public int Take => Size + 1;

    /// <summary>Reads a list request's page.</summary>
    /// <param name="size">0 is 50; above 1,000 is 1,000.</param>
    /// <param name="token">Empty, or the <c>next_page_token</c> of a list with the same filter in the same programme.</param>
    /// <param name="work">The session that lists.</param>
    /// <param name="filter">What else the request narrows the list by, parent ids too, as one text; include the list's own name.</param>
    /// <exception cref="Refusal">A negative size; a token that is no token of this list.</exception>
    public static Page Read(int size, string token, Session work, string filter)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (size < 0)
            throw Refusal.Invalid(new Violation("page_size", "GTE", "A page's size is 0 (the default, 50) or more."));
        Guid? after = string.IsNullOrEmpty(token) ? null : work.PageTokens.Read(token, work.Programme, filter);
        return new Page(size is 0 ? DefaultSize : Math.Min(size, LargestSize), after, work, filter);
    }

    /// <summary>The token of the page after the resource with this id.</summary>
    public string Next(Guid lastId) => _work.PageTokens.Sign(lastId, _work.Programme, _filter);

    /// <summary>Splits what the store gave for <see cref="Take"/> into this page's resources and the next page's token (empty on the last page).</summary>
    public (IReadOnlyList<T> Items, string NextPageToken) Split<T>(IReadOnlyList<T> rows, Func<T, Guid> id) =>
        rows.Count <= Size ? (rows, "") : ([.. rows.Take(Size)], Next(id(rows[Size - 1])));
}
