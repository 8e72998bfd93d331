// @ts-check
// Loaded into every program that the scripts start: the channel to the script closes when the script is gone, however it went.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
