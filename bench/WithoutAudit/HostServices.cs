using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

/// <summary>What a startup hook has to do with: the container of the program's host before it is built.</summary>
internal static class HostServices
{
    private const string HostListener = "Microsoft.Extensions.Hosting", HostBuilding = "HostBuilding";

    /// <summary>Changes the services of the host that this process will build.</summary>
    public static void Change(Action<IServiceCollection> change) => DiagnosticListener.AllListeners.Subscribe(new Observer<DiagnosticListener>(listener =>
    {
        if (listener.Name is HostListener)
            listener.Subscribe(new Observer<KeyValuePair<string, object?>>(step =>
            {
                if (step is { Key: HostBuilding, Value: IHostBuilder host })
                    host.ConfigureServices(change);
            }));
    }));

    private sealed class Observer<T>(Action<T> next) : IObserver<T>
    {
        public void OnNext(T value) => next(value);

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
