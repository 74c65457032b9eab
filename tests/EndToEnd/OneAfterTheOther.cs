// A house is five processes and two servers: two houses at once would measure nothing but each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
