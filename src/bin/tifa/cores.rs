//! Work on all cores, with what it gives taken in its order.

use std::collections::VecDeque;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Result, ensure};

/// Tasks of each thread that are begun ahead of the one whose turn it is: more use more memory, fewer make threads wait.
const AHEAD: usize = 2;

/// Does all tasks, and gives what comes of them to `take`, in their order. What is begun ahead is bounded.
pub fn in_order<T: Send, R: Send>(
    tasks: impl IntoIterator<Item = Result<T>>,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<()>,
) -> Result<()> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut tasks = tasks.into_iter();
    let mut ahead = VecDeque::new();
    let (give, given) = sync_channel::<(T, SyncSender<R>)>(threads * AHEAD);
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
            let next = if ahead.len() < threads * AHEAD {
                tasks.next()
            } else {
                None
            };
            if let Some(task) = next {
                let (answer, answered) = sync_channel(1);
                ahead.push_back(answered);
                ensure!(give.send((task?, answer)).is_ok(), "a thread has ended");
            } else if let Some(answered) = ahead.pop_front() {
                take(answered.recv()?)?;
            } else {
                return Ok(());
            }
        }
    })
}
