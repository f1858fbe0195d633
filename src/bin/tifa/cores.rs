//! Work on all cores, with what it gives taken in its order.

use std::collections::VecDeque;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Result, ensure};

/// How far threads go ahead of the task whose turn it is: farther uses more memory, and lets fewer of them wait behind a
/// large task.
pub struct Ahead<T> {
    /// Tasks of each thread.
    pub tasks: usize,
    /// Bytes of all of them, and what a task has of them.
    pub bytes: u64,
    pub of: fn(&T) -> u64,
}

/// Does all tasks, and gives what comes of them to `take`, in their order.
pub fn in_order<T: Send, R: Send>(
    bounds: &Ahead<T>,
    tasks: impl IntoIterator<Item = Result<T>>,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<()>,
) -> Result<()> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let most = threads * bounds.tasks;
    let mut tasks = tasks.into_iter().peekable();
    let (mut ahead, mut bytes_ahead) = (VecDeque::new(), 0);
    let (give, given) = sync_channel::<(T, SyncSender<R>)>(most);
    let given = Mutex::new(given);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let task = given.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((task, answer)) = task else { break };
                    // Nobody waits for it any more if something failed.
                    let _ = answer.send(work(task));
                }
            });
        }
        // It ends with this block, and the threads with it.
        let give = give;
        loop {
            let bytes = |task: &Result<T>| task.as_ref().map_or(0, bounds.of);
            let has_room = |task: &Result<T>| ahead.is_empty() || bytes_ahead + bytes(task) <= bounds.bytes;
            let next = match ahead.len() < most {
                true => tasks.next_if(has_room),
                false => None,
            };
            if let Some(task) = next {
                let (answer, answered) = sync_channel(1);
                bytes_ahead += bytes(&task);
                ahead.push_back((bytes(&task), answered));
                ensure!(give.send((task?, answer)).is_ok(), "a thread has ended");
            } else if let Some((bytes, answered)) = ahead.pop_front() {
                bytes_ahead -= bytes;
                take(answered.recv()?)?;
            } else {
                return Ok(());
            }
        }
    })
}
