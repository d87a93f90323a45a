export default function Home() {
  return <main>Hello World!</main>;
}
